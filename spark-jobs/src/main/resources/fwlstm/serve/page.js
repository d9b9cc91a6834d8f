'use strict';
// Keeps a page up to date while somebody looks at it. Without this script every page can be read, sorted and filtered.
(() => {
  const PERIOD = 2000;
  const sources = new WeakMap(); // the HTML of elements as it came
  const source = (element) => sources.get(element) ?? element.outerHTML;

  // Puts a new element in the place of an old one, unless they are the same; keeps what the reader did to the old one.
  function swap(old, fresh) {
    const html = fresh.outerHTML;
    if (source(old) === html) {
      return;
    }
    const focus = old.contains(document.activeElement) ? document.activeElement.id : '';
    const state = (element) => [element, ...element.querySelectorAll('.table, .wide, details')];
    const before = state(old).map((element) => [element.scrollLeft, element.open]);
    sources.set(fresh, html);
    old.replaceWith(fresh);
    state(fresh).forEach((element, k) => {
      if (before[k]) {
        element.scrollLeft = before[k][0];
        element.open = before[k][1];
      }
    });
    if (focus) {
      document.getElementById(focus)?.focus({preventScroll: true});
    }
  }

  // Makes this HTML the content of an element; children with ids stay if they are the same.
  function put(element, html) {
    const template = document.createElement('template');
    template.innerHTML = html;
    const fresh = [...template.content.children];
    const old = [...element.children];
    if (fresh.length === old.length && fresh.every((child, k) => child.id && child.id === old[k].id)) {
      fresh.forEach((child, k) => swap(old[k], child));
      return;
    }
    const known = new Map(old.map((child) => [child.id, child]));
    const focus = element.contains(document.activeElement) ? document.activeElement.id : '';
    element.replaceChildren(...fresh.map((child) => {
      const same = child.id && known.get(child.id);
      if (same && source(same) === child.outerHTML) {
        return same;
      }
      sources.set(child, child.outerHTML);
      return child;
    }));
    if (focus) {
      document.getElementById(focus)?.focus({preventScroll: true});
    }
  }

  const connection = document.getElementById('connection');
  const live = document.body.dataset.live;
  let tag = '';

  async function follow(versions) {
    for (const element of document.querySelectorAll('[data-follows]')) {
      const version = versions[element.dataset.follows];
      if (version && version !== element.dataset.version && !element.querySelector('[data-final]')) {
        const address = element.dataset.src;
        const answer = await fetch(address);
        if (answer.ok && element.dataset.src === address) {
          put(element, await answer.text());
          element.dataset.version = version;
        }
      }
    }
  }

  async function refresh() {
    const answer = await fetch(live, {headers: {'If-None-Match': tag}});
    if (answer.status === 304) {
      return;
    }
    if (!answer.ok) {
      throw new Error(answer.statusText);
    }
    const {parts, versions} = await answer.json();
    for (const [id, html] of Object.entries(parts)) {
      const element = document.getElementById(id);
      if (element) {
        put(element, html);
      }
    }
    await follow(versions);
    tag = answer.headers.get('ETag') ?? '';
  }

  async function poll() {
    let wait = PERIOD;
    if (document.visibilityState === 'visible') {
      try {
        await refresh();
        connection.textContent = '';
      } catch {
        connection.textContent = 'The server does not answer; this page is as it was then.';
        wait = 3 * PERIOD;
      }
    }
    setTimeout(poll, wait);
  }

  if (live) {
    setTimeout(poll, PERIOD / 2);
  }

  // The table of trials is filtered, sorted and turned over in its place.
  const form = document.querySelector('form[data-part]');
  if (form) {
    const table = document.getElementById(form.dataset.part);
    let typed;
    let newest = 0;
    const show = async (address) => {
      const turn = ++newest;
      const url = new URL(address, location.href);
      history.replaceState(null, '', url);
      for (const name of ['sort', 'order']) {
        form.elements[name].value = url.searchParams.get(name) ?? '';
      }
      url.searchParams.set('part', '1');
      table.dataset.src = url.href;
      const answer = await fetch(url);
      const html = await answer.text();
      if (answer.ok && turn === newest) {
        put(table, html);
      }
    };
    const submit = () => {
      clearTimeout(typed);
      const values = [...new FormData(form)].filter(([, value]) => value !== '');
      show(form.action + '?' + new URLSearchParams(values));
    };
    form.addEventListener('input', () => {
      clearTimeout(typed);
      typed = setTimeout(submit, 200);
    });
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      submit();
    });
    table.addEventListener('click', (event) => {
      const link = event.target.closest('thead a, .pages a');
      if (link && !(event.ctrlKey || event.metaKey || event.shiftKey)) {
        event.preventDefault();
        show(link.href);
      }
    });
  }
})();
