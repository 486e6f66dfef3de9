/* global hexo */
// Makes hexo-renderer-markdown-it read Markdown as the blog's former engine did. What it does is said in _config.yml,
// below blogconv.markdown; each setting stands for a habit of the former renderer, and none of them is needed for
// texts that are written for Hexo.
'use strict';

const { slugize } = require('hexo-util');

const settings = hexo.config.blogconv || {};
const options = settings.markdown || {};

const plain = tokens => (tokens || []).map(token => {
  if (token.type === 'softbreak' || token.type === 'hardbreak') return ' ';
  if (['text', 'code_inline', 'formula'].includes(token.type)) return token.content;
  return plain(token.children);
}).join('');

// Heading ids (gohugoio/hugo:markup/goldmark/autoid.go). `text` is what a reader sees of the heading.
const idStyles = {
  github: text => keep(text.trim(), /[\p{L}\p{N}\p{M}_]/u).toLowerCase(),
  'github-ascii': text => keep(text.trim().normalize('NFD').replace(/\p{M}/gu, ''), /[A-Za-z0-9_]/).toLowerCase(),
  blackfriday: text => text.trim().toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '-').replace(/^-|-$/g, ''),
  obsidian: text => text.trim(),
  hexo: text => slugize(text, { transform: { lower: 1, upper: 2 }[options.heading_case] || 0 }),
};

function keep(text, wanted) {
  return Array.from(text).map(char => (char === ' ' || char === '-' || char === '\t' ? '-' : wanted.test(char) ? char : ''))
    .join('');
}

const ATTRIBUTE = String.raw`(?:[#.][^\s{}#.]+|[\w-]+=(?:"[^"]*"|[^\s{}"]+))`;
const ATTRIBUTES = new RegExp(String.raw`\s*\{\s*(${ATTRIBUTE}(?:\s+${ATTRIBUTE})*)\s*\}\s*$`, 'u');

// `## Title {#id .class key=value}` on a heading: takes the braces off and gives the attributes to the token.
function readAttributes(token, inline) {
  const last = inline.children[inline.children.length - 1];
  const found = last && last.type === 'text' && ATTRIBUTES.exec(last.content.replace(/[“”]/g, '"'));
  if (!found) return;
  last.content = last.content.slice(0, found.index);
  for (const part of found[1].match(new RegExp(ATTRIBUTE, 'gu'))) {
    const [name, value] = part.split(/=(.*)/s);
    if (part[0] === '#') token.attrSet('id', part.slice(1));
    else if (part[0] === '.') token.attrJoin('class', part.slice(1));
    else token.attrSet(name, value.replace(/^"|"$/g, ''));
  }
}

function headings(state) {
  const used = new Set();
  const style = idStyles[options.heading_ids];
  state.tokens.forEach((token, at) => {
    const inline = state.tokens[at + 1];
    if (token.type !== 'heading_open' || !inline.children.length) return;
    if (options.heading_attributes) readAttributes(token, inline);
    const level = Number(token.tag.slice(1));
    if (style && !token.attrGet('id') && level >= (options.heading_level || 1)) {
      const id = style(plain(inline.children)) || (options.heading_ids === 'hexo' ? '' : 'heading');
      let unique = id;
      for (let number = options.first_duplicate || 1; used.has(unique); number += 1) unique = `${id}-${number}`;
      token.attrSet('id', unique);
    }
    used.add(token.attrGet('id'));
  });
}

function tasks(state) {
  state.tokens.forEach((token, at) => {
    const [paragraph, inline] = state.tokens.slice(at + 1, at + 3);
    if (token.type !== 'list_item_open' || !paragraph || paragraph.type !== 'paragraph_open') return;
    const first = inline.children[0];
    const box = first && first.type === 'text' && /^\[([ xX])\]\s*/.exec(first.content);
    if (!box || first.content.length === 3 && inline.children.length === 1) return;
    const html = new state.Token('html_inline', '', 0);
    html.content = `<input${box[1] === ' ' ? '' : ' checked=""'} disabled="" type="checkbox"> `;
    html.meta = 'task';
    first.content = first.content.slice(box[0].length);
    inline.children.unshift(html);
  });
}

// Dashes, ellipses and guillemets as Goldmark makes them, in the place of markdown-it's replacements.
function typography(state) {
  for (const token of state.tokens.filter(t => t.type === 'inline')) {
    for (const child of token.children.filter(c => c.type === 'text' && c.info !== 'auto')) {
      child.content = child.content.replace(/---/g, '—').replace(/--/g, '–').replace(/\.\.\./g, '…')
        .replace(/<</g, '«').replace(/>>/g, '»');
    }
  }
}

// `~x~` strikes out, as `~~x~~` does.
function singleTilde(state, silent) {
  const { src, pos } = state;
  if (silent || src[pos] !== '~' || src[pos + 1] === '~' || src[pos - 1] === '~') return false;
  const found = /^~(?=[^\s~])([^~\n]*[^\s~])~(?!~)/.exec(src.slice(pos, state.posMax));
  if (!found) return false;
  const end = state.posMax;
  state.push('s_open', 'del', 1);
  [state.pos, state.posMax] = [pos + 1, pos + 1 + found[1].length];
  state.md.inline.tokenize(state);
  state.push('s_close', 'del', -1);
  [state.pos, state.posMax] = [pos + found[0].length, end];
  return true;
}

// Bare addresses as Goldmark finds them: with a scheme or `www.`, at the start of a word, `https` for want of another.
function addresses(md) {
  md.linkify.set({ fuzzyLink: false, fuzzyEmail: true });
  md.linkify.add('www.', {
    validate: (text, at) => (/^[\w-]+(?:\.[\w-]+)+(?:[/?#][^\s<]*[^\s<?!.,:*_~'")\]])?\/?/.exec(text.slice(at)) || [''])[0].length,
    normalize: match => {
      match.url = `${options.link_scheme || 'https'}://${match.text}`;
    },
  });
  const find = md.linkify.match.bind(md.linkify);
  md.linkify.match = text => {
    return (find(text) || []).filter(m => m.index === 0 || /[\s*_~(]/.test(text[m.index - 1]));
  };
}

// Formulas between `$` or `$$` are left as they stand, for a script of the theme to set.
function formulas(md) {
  const inline = /\$\$(?:\\[\s\S]|[^$\\])+?\$\$|\$(?=[^\s$])(?:\\.|[^$\n\\])*?[^\s\\]\$(?![\d$])/y;
  md.inline.ruler.before('escape', 'blogconv_formula', (state, silent) => {
    inline.lastIndex = state.pos;
    const found = state.src[state.pos] === '$' && inline.exec(state.src.slice(0, state.posMax));
    if (!found) return false;
    if (!silent) state.push('formula', '', 0).content = found[0];
    state.pos += found[0].length;
    return true;
  });
  md.block.ruler.before('fence', 'blogconv_formula', (state, first, end, silent) => {
    const line = number => state.src.slice(state.bMarks[number] + state.tShift[number], state.eMarks[number]);
    if (!line(first).startsWith('$$') || state.sCount[first] - state.blkIndent > 3) return false;
    let last = first;
    while (last < end && !line(last).slice(last === first ? 2 : 0).includes('$$')) last += 1;
    if (last === end || !/^.*?\$\$\s*$/.test(line(last).slice(last === first ? 2 : 0))) return false;
    if (silent) return true;
    const token = state.push('formula_block', '', 0);
    token.content = state.getLines(first, last + 1, state.blkIndent, false);
    token.map = [first, last + 1];
    state.line = last + 1;
    return true;
  }, { alt: ['paragraph', 'reference', 'blockquote'] });
  md.renderer.rules.formula = (tokens, at) => md.utils.escapeHtml(tokens[at].content);
  md.renderer.rules.formula_block = (tokens, at) => `<p>${md.utils.escapeHtml(tokens[at].content)}</p>\n`;
}

hexo.extend.filter.register('markdown-it:renderer', md => {
  if (md.blogconv) return;
  md.blogconv = true;
  md.validateLink = () => true;
  md.renderer.rules.s_open = () => '<del>';
  md.renderer.rules.s_close = () => '</del>';
  if (md.inline.ruler.__find__('footnote_inline') >= 0) md.inline.ruler.disable('footnote_inline');
  if (options.heading_ids || options.heading_attributes) md.core.ruler.push('blogconv_headings', headings);
  if (options.task_lists) md.core.ruler.push('blogconv_tasks', tasks);
  if (options.typographer) md.core.ruler.at('replacements', typography);
  if (options.single_tilde) md.inline.ruler.before('strikethrough', 'blogconv_tilde', singleTilde);
  if (options.addresses) addresses(md);
  if (options.formulas) formulas(md);
  if (options.raw_html === false) {
    md.renderer.rules.html_block = (tokens, at, _, env) => (env.postPath ? placeholders(tokens[at].content) : tokens[at].content);
    md.renderer.rules.html_inline = (tokens, at, _, env) => (
      tokens[at].meta === 'task' || !env.postPath ? tokens[at].content : placeholders(tokens[at].content));
  }
});

// The former renderer left raw HTML out of posts. What stands for Hexo's tags, code and comments meanwhile is none.
function placeholders(html) {
  return (html.match(/<!--(?:swig|comment|code)\uFFFC\d+-->/g) || []).join('');
}

// Mermaid's diagrams are drawn in the browser. `mermaid` is the address of its module, or false for no script.
hexo.extend.filter.register('after_post_render', data => {
  const module = settings.mermaid === undefined ? 'https://cdn.jsdelivr.net/npm/mermaid@11/dist/mermaid.esm.min.mjs' : settings.mermaid;
  const block = /<pre><code class="[^"]*\bmermaid">([\s\S]*?)<\/code><\/pre>/g;
  for (const part of ['content', 'excerpt', 'more']) {
    if (!module || !data[part] || !data[part].match(block)) continue;
    data[part] = `${data[part].replace(block, '<pre class="mermaid">$1</pre>')}
<script type="module">
import mermaid from ${JSON.stringify(module)};
mermaid.initialize({ startOnLoad: true, theme: matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "default" });
</script>`;
  }
  return data;
}, 20);
