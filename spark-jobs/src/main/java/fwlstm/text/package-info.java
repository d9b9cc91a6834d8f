/** Tables for people, papers and programs: plain text, Markdown, LaTeX, HTML, CSV. Independent of their content. */
package fwlstm.text;
