// Callouts in the three spellings that this blog collected over the years, as `<div class="note TYPE">`:
//
//   :::warning Title          > [!TIP] Title          !!! note "Title"
//   text                      > text                      text
//   :::
//
// Hexo's Markdown renderer knows none of them. A container is read only when its type is known and a closing
// line follows; anything else stays the text that it is.
'use strict';

const TYPES = {
  note: 'note', info: 'info', todo: 'todo', tip: 'tip', hint: 'tip', success: 'success', question: 'question',
  primary: 'primary', important: 'important', warning: 'warning', attention: 'warning', caution: 'caution',
  danger: 'danger', error: 'danger', failure: 'failure', bug: 'bug', example: 'example', abstract: 'abstract',
  quote: 'quote'
};
const FOLDS = ['details', 'spoiler'];

function callout(lexer, raw, { type, title = '', id = '', fold = '', body }) {
  const token = { type: 'callout', raw, name: type, id, fold, title: [], tokens: [] };
  lexer.inline(title.trim(), token.title);
  const { top } = lexer.state;
  lexer.state.top = true; // paragraphs, also inside a list item
  lexer.blockTokens(body, token.tokens);
  lexer.state.top = top;
  return token;
}

// Where a callout may interrupt a paragraph.
const startOf = pattern => src => {
  const found = pattern.exec(src);
  return found ? found.index + 1 : undefined;
};

const container = {
  name: 'container',
  level: 'block',
  start: startOf(/\n {0,3}:{3}/),
  tokenizer(src) {
    const open = /^ {0,3}(:{3,}) *([a-z]+)(?:\[([^\]\n]*)\])?(?:\{#([\w-]+)\})?([^\n]*)\n/.exec(src);
    if (!open || !(open[2] in TYPES || FOLDS.includes(open[2]))) return undefined;
    const [head, colons, name, label, id, rest] = open;
    const close = new RegExp(`^ {0,3}:{${colons.length},} *(?:\\n|$)`, 'm').exec(src.slice(head.length));
    if (!close) return undefined;
    const body = src.slice(head.length, head.length + close.index);
    return callout(this.lexer, head + body + close[0], {
      type: TYPES[name] || name, title: label || rest, id, fold: FOLDS.includes(name) ? '-' : '', body
    });
  }
};

const alert = {
  name: 'alert',
  level: 'block',
  start: startOf(/\n {0,3}> ?\[!/),
  tokenizer(src) {
    const found = /^ {0,3}> ?\[!(\w+)\]([+-]?)([^\n]*)(?:\n|$)((?: {0,3}>[^\n]*(?:\n|$))*)/.exec(src);
    const type = found && TYPES[found[1].toLowerCase()];
    if (!type) return undefined;
    const body = found[4].replace(/^ {0,3}> ?/gm, '');
    return callout(this.lexer, found[0], { type, title: found[3], fold: found[2], body });
  }
};

const admonition = {
  name: 'admonition',
  level: 'block',
  tokenizer(src) {
    const found = /^!!! *([a-z]+)([^\n]*)\n((?: {4}[^\n]*(?:\n|$)|[ \t]*\n(?=(?:[ \t]*\n)* {4}))+)/.exec(src);
    if (!found || !(found[1] in TYPES)) return undefined;
    const title = found[2].trim().replace(/^"(.*)"$/, '$1');
    return callout(this.lexer, found[0], {
      type: TYPES[found[1]], title, body: found[3].replace(/^ {4}/gm, '')
    });
  }
};

const rendering = {
  name: 'callout',
  renderer(token) {
    const title = this.parser.parseInline(token.title);
    const body = this.parser.parse(token.tokens);
    const id = token.id ? ` id="${token.id}"` : '';
    if (token.fold) {
      const open = token.fold === '+' ? ' open' : '';
      return `<details class="note ${token.name}"${id}${open}><summary>${title}</summary>\n${body}</details>\n`;
    }
    const heading = title && `<p class="note-title">${title}</p>\n`;
    return `<div class="note ${token.name}"${id}>\n${heading}${body}</div>\n`;
  }
};

hexo.extend.filter.register('marked:extensions', extensions => {
  extensions.push(container, alert, admonition, rendering);
});
