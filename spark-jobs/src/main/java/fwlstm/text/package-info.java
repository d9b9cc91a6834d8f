/** Tables for people, papers and programs: plain text, Markdown, LaTeX, HTML, CSV. Knows nothing of what is in them. */
package fwlstm.text;
