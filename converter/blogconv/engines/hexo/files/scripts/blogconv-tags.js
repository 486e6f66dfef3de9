/* global hexo */
// The tags that blogconv wrote into this blog: callouts, folds, tabs, cards and the like. They bear names of their own,
// so that they work with any theme. A container is written around its text ({% bc_callout %} … {% endbc_callout %}), or
// as a pair of tags with ordinary Markdown of the page between ({% bc_callout_open %} … {% bc_callout_close %}).
'use strict';

const { createHash } = require('crypto');
const embeds = require('./blogconv-embeds');

const TYPES = ['note', 'primary', 'info', 'todo', 'tip', 'success', 'question', 'important', 'warning', 'caution',
  'danger', 'failure', 'bug', 'example', 'abstract', 'quote'];
const SEAM = '<!--blogconv-seam-->';
const settings = hexo.config.blogconv || {};

// Small pieces of HTML

const escape = (text = '') => String(text).replace(/&(?!#?\w+;)/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;')
  .replace(/"/g, '&quot;');
const attribute = (name, value) => (value === undefined || value === '' ? '' : ` ${name}="${escape(value)}"`);
const when = (value, html) => (value ? html(value) : '');
const isTrue = value => value === true || value === 'true';
const word = text => String(text).trim().toLowerCase().replace(/[^\p{L}\p{N}_\- ]/gu, '').replace(/ /g, '-');
const block = text => hexo.render.renderSync({ text, engine: 'markdown' });

function inline(text) {
  const html = block(String(text)).trim();
  const alone = /^<p>([\s\S]*)<\/p>$/.exec(html);
  return alone && !alone[1].includes('<p>') ? alone[1] : html;
}

const unlinked = text => inline(text).replace(/<\/?a(?: [^>]*)?>/g, '');

function length(value) {
  const text = String(value === undefined ? '' : value);
  if (/^[0-9.]+$/.test(text)) return `${text}px`;
  return /^[0-9.]+(px|%|r?em|ch|v[wh])$/.test(text) ? text : '';
}

const sides = args => ['width', 'height'].map(side => when(length(args[side]), l => `${side}:${l};`)).join('');
const styled = css => (css ? ` style="${css}"` : '');

// Attributes that give an element its accent colour: a type's name, or a colour of CSS, which goes before the type.
function accent(color, type) {
  const named = TYPES.includes(color);
  const css = !named && /^(#[0-9a-fA-F]{3,8}|[a-zA-Z]+|(rgb|hsl)a?\([0-9a-z., %/]+\))$/.test(color || '');
  const shown = type || (named ? color : '');
  return attribute('data-type', shown) + (css ? ` style="--bc-color:${color}"` : '');
}

// An icon by the address of a picture, a character, class names of an icon font, or one word of Font Awesome.
function icon(name) {
  if (!name || name === 'false') return '';
  if (/[/.]/.test(name)) return `<img class="bc-icon" src="${escape(name)}" alt="">`;
  if (/[^\x00-\x7f]/.test(name)) return `<span class="bc-icon" aria-hidden="true">${escape(name)}</span>`;
  const classes = / |^(fa|icon)/.test(name) ? name : `fa fa-${name}`;
  return `<i class="bc-icon ${escape(classes)}" aria-hidden="true"></i>`;
}

const titled = (tag, name, text) => when(text, t => `<${tag} class="${name}">${inline(t)}</${tag}>\n`);
const base = (address = '') => address.replace(/[?#].*$/, '').replace(/\/+$/, '').replace(/^.*\//, '');
const shown = (address = '') => address.replace(/^https?:\/\/|\/$/g, '');

function frame(src, title, { width, height, ratio }) {
  let css = when(length(width), l => `width:${l};`);
  if (length(height)) css += `height:${length(height)};aspect-ratio:auto;`;
  else if (/^[0-9.]+ ?[/:] ?[0-9.]+$/.test(ratio || '')) css += `aspect-ratio:${ratio.replace(':', '/')};`;
  return `<div class="bc-embed"><iframe src="${escape(src)}" title="${escape(title)}" loading="lazy" allowfullscreen `
    + `referrerpolicy="strict-origin-when-cross-origin"${styled(css)}></iframe></div>`;
}

// What each construct looks like. `body` is HTML; `self` has `id`, `parent` (its arguments and id) and `number`.

const containers = {
  callout(args, body) {
    const type = args.type || 'note';
    const title = icon(args.icon) + when(args.title, inline);
    const folds = args.fold === 'open' || args.fold === 'closed';
    const [outer, head] = folds ? ['details', 'summary'] : ['div', 'p'];
    const extra = folds ? (args.fold === 'open' ? ' open' : '') : ' role="note"';
    return `<${outer} class="bc-callout bc-callout-${word(type)}"${accent(args.color, type)}${extra}>\n`
      + when(title, t => `<${head} class="bc-callout-title">${t}</${head}>\n`)
      + `<div class="bc-callout-body">\n${body}\n</div>\n</${outer}>`;
  },
  fold: (args, body) => `<details class="bc-fold"${accent(args.color, args.type)}${isTrue(args.open) ? ' open' : ''}>\n`
    + when(args.title, t => `<summary>${inline(t)}</summary>\n`)
    + `<div class="bc-fold-body">\n${body}\n</div>\n</details>`,
  tabs: (args, body) => `<div class="bc-tabs"${attribute('id', (args.id || '').replace(/\s+/g, '-'))}>\n${body}\n</div>`,
  tab(args, body, self) {
    const group = String(self.parent.args.id || self.parent.id || self.id).replace(/\s+/g, '-');
    const active = self.parent.args.active === undefined ? 1 : Number(self.parent.args.active);
    const id = `${group}-${self.number}`;
    return `<input class="bc-tab-input" type="radio" name="${escape(group)}" id="${escape(id)}"`
      + `${self.number === active ? ' checked' : ''}>\n`
      + `<label class="bc-tab" for="${escape(id)}">${icon(args.icon)}${inline(args.title || '')}</label>\n`
      + `<div class="bc-tab-panel">\n${body}\n</div>`;
  },
  timeline: (args, body) => `<div class="bc-timeline"${accent(args.color)} role="list">\n`
    + titled('p', 'bc-timeline-title', args.title) + `${body}\n</div>`,
  'timeline-item': (args, body) => '<div class="bc-timeline-item" role="listitem">\n'
    + titled('p', 'bc-timeline-time', args.title) + `${body}\n</div>`,
  columns(args, body) {
    const css = when(args.count, n => `--bc-count:${parseInt(n, 10)};`)
      + when(length(args.width), l => `--bc-width:${l};`) + when(length(args.gap), l => `gap:${l};`);
    return `<div class="bc-columns"${styled(css)}>\n${body}\n</div>`;
  },
  column: (args, body) => `<div class="bc-column"${styled(when(length(args.width), l => `flex:0 1 ${l}`))}>\n${body}\n</div>`,
  steps: (args, body) => `<ol class="bc-steps">\n${body}\n</ol>`,
  step: (args, body) => `<li class="bc-step">\n${titled('p', 'bc-step-title', args.title)}${body}\n</li>`,
  gallery(args, body, self) {
    const layout = args.layout || (args.rows ? 'rows' : 'grid');
    let number = 0;
    const rules = (String(args.rows || '').match(/[0-9]+/g) || []).flatMap(row =>
      Array.from({ length: Math.min(20, Number(row)) }, () => {
        number += 1;
        return `#${self.id} :is(img,a,figure):nth-of-type(${number}),#${self.id} p:nth-of-type(${number})>:only-child`
          + `{--bc-count:${Number(row)}}`;
      }));
    return `<div class="bc-gallery bc-gallery-${word(layout)}${args.rows ? ' bc-gallery-counted' : ''}" id="${self.id}"`
      + `${styled(when(args.columns, n => `--bc-count:${parseInt(n, 10)}`))}>\n`
      + `${rules.length ? `<style>\n${rules.join('\n')}\n</style>\n` : ''}${body}\n</div>`;
  },
  spoiler: (args, body) => `<details class="bc-spoiler-block">\n<summary>${inline(args.label || '…')}</summary>\n`
    + `<div class="bc-fold-body">\n${body}\n</div>\n</details>`,
  quote(args, body) {
    const source = args.title || args.source || when(args.url, shown);
    const cite = when(source, s => `<cite>${args.url ? `<a href="${escape(args.url)}">${inline(s)}</a>` : inline(s)}</cite>`);
    const author = when(args.author, a => `<strong>${inline(a)}</strong>`);
    return `<blockquote class="bc-quote${when(args.align, a => ` bc-align-${escape(a)}`)}${when(args.classes, c => ` ${escape(c)}`)}">\n`
      + `${body}${when(author + cite, html => `\n<footer>${html}</footer>`)}\n</blockquote>`;
  },
  poetry(args, body) {
    const by = when(args.author, inline) + when(args.date, d => ` <time>${escape(d)}</time>`);
    return `<blockquote class="bc-poetry${isTrue(args.vertical) ? ' bc-vertical' : ''}">\n`
      + titled('p', 'bc-poetry-title', args.title) + `<div class="bc-poetry-body">\n${body}\n</div>`
      + when(by, html => `\n<p class="bc-poetry-author">${html}</p>`)
      + `${when(args.footer, f => `\n<footer>${inline(f)}</footer>`)}\n</blockquote>`;
  },
  chat: (args, body) => `<div class="bc-chat">\n${titled('p', 'bc-chat-title', args.title)}${body}\n</div>`,
  message: (args, body) => `<div class="bc-message${args.side === 'right' ? ' bc-message-right' : ''}">\n`
    + titled('p', 'bc-message-who', args.who) + `<div class="bc-message-body">\n${body}\n</div>\n</div>`,
  group: (args, body) => `<div${attribute('class', args.classes)}${attribute('id', args.id)}>\n${body}\n</div>`,
  cards: (args, body) => `<div class="bc-cards${when(args.style, s => ` bc-cards-${word(s)}`)}">\n${body}\n</div>`,
  friends: (args, body) => `<div class="bc-cards bc-friends">\n${body}\n</div>`,
};

const singles = {
  button(args) {
    const looks = [args.size, ...String(args.style || '').split(/[\s-]+/)].filter(Boolean);
    const classes = ['bc-button', ...looks.map(look => `bc-${word(look)}`)];
    const html = `<a class="${classes.join(' ')}"${accent(args.color)} href="${escape(args.url || '#')}"`
      + `${attribute('title', args.tooltip)}${isTrue(args.newtab) ? ' target="_blank" rel="noopener"' : ''}>`
      + `${icon(args.icon)}${unlinked(args.text || args.url || '')}</a>`;
    return args.align ? `<span class="bc-align bc-align-${escape(args.align)}">${html}</span>` : html;
  },
  label: args => `<span class="bc-label"${accent(args.color)}>${inline(args.text || '')}</span>`,
  spoiler: args => `<label class="bc-spoiler"${attribute('title', args.label)}><input type="checkbox" `
    + `aria-label="${escape(args.label || 'Spoiler')}"><span>${inline(args.text || '')}</span></label>`,
  checkbox: args => `<label class="bc-check${isTrue(args.inline) ? ' bc-inline' : ''}"${accent(args.color)}>`
    + `<input type="${isTrue(args.radio) ? 'radio' : 'checkbox'}" disabled${isTrue(args.checked) ? ' checked' : ''}> `
    + `<span>${inline(args.text || '')}</span></label>`,
  progress(args) {
    const percent = parseFloat(args.percent) || 0;
    return `<label class="bc-progress"${accent(args.color)}><span>${args.text ? inline(args.text) : `${percent}%`}</span>`
      + `<progress value="${percent}" max="100">${percent}%</progress></label>`;
  },
  card(args, extra = '') {
    const [open, close] = args.url ? [`<a class="bc-card${extra}" href="${escape(args.url)}">`, '</a>']
      : [`<div class="bc-card${extra}">`, '</div>'];
    return open + when(args.image, i => `<img src="${escape(i)}" alt="" loading="lazy">`)
      + `<span class="bc-card-body">${icon(args.icon)}<strong>${unlinked(args.title || args.url || '')}</strong>`
      + when(args.text, t => `<span class="bc-card-text">${unlinked(t)}</span>`) + `</span>${close}`;
  },
  'link-card'(args) {
    const picture = args.image || args.icon;
    const image = /[/.]/.test(picture || '') ? `<img src="${escape(picture)}" alt="" loading="lazy">` : icon(picture);
    return `<a class="bc-card bc-link-card" href="${escape(args.url || '#')}">${image}<span class="bc-card-body">`
      + `<strong>${unlinked(args.title || shown(args.url))}</strong>`
      + when(args.text, t => `<span class="bc-card-text">${unlinked(t)}</span>`) + '</span></a>';
  },
  friend(args, self) {
    const about = when(args.group_text, t => `<p class="bc-friends-about">${escape(t)}</p>`);
    const head = args.group && self.store.group !== args.group
      ? `<p class="bc-friends-group">${escape(args.group)}</p>${about}\n` : '';
    self.store.group = args.group;
    return `${head}<a class="bc-card bc-friend" href="${escape(args.url || '')}">`
      + when(args.avatar, a => `<img src="${escape(a)}" alt="${escape(args.name || '')}" loading="lazy">`)
      + `<span class="bc-card-body"><strong>${unlinked(args.name || args.url || '')}</strong>`
      + when(args.text, t => `<span class="bc-card-text">${unlinked(t)}</span>`) + '</span></a>';
  },
  embed: embed,
  iframe: args => frame(args.src, args.title || shown(args.src), args),
  audio: args => '<figure class="bc-media">' + when(args.cover, c => `<img src="${escape(c)}" alt="" loading="lazy">`)
    + when(args.title, t => `<figcaption>${escape(t)}${when(args.artist, a => ` – ${escape(a)}`)}</figcaption>`)
    + `<audio controls preload="metadata" src="${escape(args.src)}"${isTrue(args.loop) ? ' loop' : ''}`
    + `${isTrue(args.autoplay) ? ' autoplay' : ''}><a href="${escape(args.src)}">${escape(args.title || base(args.src))}</a>`
    + '</audio></figure>',
  video: args => `<figure class="bc-media"><video controls preload="metadata" playsinline src="${escape(args.src)}"`
    + `${attribute('poster', args.poster)}${isTrue(args.autoplay) ? ' autoplay muted' : ''}${isTrue(args.loop) ? ' loop' : ''}`
    + `${styled(sides(args))}><a href="${escape(args.src)}">${escape(args.title || base(args.src))}</a></video>`
    + `${when(args.title, t => `<figcaption>${escape(t)}</figcaption>`)}</figure>`,
  pdf: args => `<object class="bc-pdf" type="application/pdf" data="${escape(args.src)}"`
    + `${styled(when(length(args.height), l => `height:${l}`))}><a href="${escape(args.src)}">`
    + `${escape(args.title || base(args.src))}</a></object>`,
  'github-card'(args) {
    const name = escape(args.repo ? (args.repo.includes('/') ? args.repo : `${args.user}/${args.repo}`) : args.user);
    return `<a class="bc-card bc-github-card" href="https://github.com/${name}"><span class="bc-card-body">`
      + `<strong>${name}</strong></span></a>`;
  },
  image(args) {
    const figure = args.caption || args.align;
    let html = `<img${attribute('class', args.classes)} src="${escape(args.src)}" alt="${escape(args.alt || '')}"`
      + `${attribute('title', args.title)}${styled(sides(args))}>`;
    if (args.url) html = `<a href="${escape(args.url)}">${html}</a>`;
    return figure ? `<figure class="bc-figure${when(args.align, a => ` bc-align-${escape(a)}`)}">${html}`
      + `${when(args.caption, c => `<figcaption>${inline(c)}</figcaption>`)}</figure>` : html;
  },
  badge(args) {
    const html = `<span class="bc-badge"${accent(args.color)}>${when(args.left, l => `<span>${escape(l)}</span>`)}`
      + `<span class="bc-badge-right">${escape(args.right || '')}</span></span>`;
    return args.url ? `<a class="bc-badge-link" href="${escape(args.url)}">${html}</a>` : html;
  },
  'copy-box'(args) {
    const text = String(args.text || '').replace(/\s*\n\s*/g, ' ');
    const forms = { ssh: `git@github.com:${text}.git`, gh: `gh repo clone ${text}` };
    const copied = args.git ? forms[args.git] || `https://github.com/${text}.git` : text;
    return `<pre class="bc-copy"><code>${when(args.prefix, p => `${escape(p)} `)}${escape(copied)}</code></pre>`;
  },
};

function embed(args) {
  let provider = embeds[String(args.provider || '').toLowerCase()] || {};
  const id = String(args.id || '');
  const form = (provider.forms || []).find(f => new RegExp(f.id).test(id));
  provider = { ...provider, ...form };
  const fill = address => ['id', 'start', 'page', 'type', 'file'].reduce((text, key) => {
    const value = args[key] || (provider.defaults || {})[key];
    const optional = new RegExp(`\\[([^\\[\\]]*)\\{${key}\\}([^\\[\\]]*)\\]`, 'g');
    return text.replace(optional, (_, before, after) => (value ? before + value + after : ''))
      .replaceAll(`{${key}}`, value || '');
  }, form && address ? id.replace(new RegExp(form.id), address) : address || '');
  const [src, script, page] = [provider.frame, provider.script, provider.page].map(fill);
  const link = page || src || id;
  const title = args.text || link.replace(/^https?:\/\/(www\.)?/, '');
  const anchor = `<a href="${escape(link)}">${escape(title)}</a>`;
  if (script) {
    return `<div class="bc-embed-script">${when(provider.class, c => `<blockquote class="${c}">${anchor}</blockquote>`)}`
      + `<script src="${escape(script)}"${provider.class ? ' async' : ''}></script>`
      + `${provider.class ? '' : `<noscript>${anchor}</noscript>`}</div>`;
  }
  if (src) {
    const size = { width: args.width, height: args.height || provider.height, ratio: args.ratio || provider.ratio };
    return frame(src, title, size);
  }
  return `<p class="bc-embed-none">${anchor}</p>`;
}

function chart(args, body, self) {
  const library = String(args.library || 'chartjs').toLowerCase();
  const sources = {
    chartjs: 'https://cdn.jsdelivr.net/npm/chart.js@4/dist/chart.umd.js',
    echarts: 'https://cdn.jsdelivr.net/npm/echarts@5/dist/echarts.min.js',
    ...settings.charts,
  };
  const data = body.replace(/<!--[\s\S]*?-->/g, '').trim();
  let scripts = '';
  if (settings.charts !== false && sources[library]) {
    if (!self.store[library]) scripts += `<script defer src="${escape(sources[library])}"></script>`;
    if (!self.store.charts) scripts += `<script type="module" src="${hexo.config.root}js/blogconv-chart.js"></script>`;
    self.store[library] = self.store.charts = true;
  }
  return `<figure class="bc-chart"><div class="bc-chart-area" data-library="${escape(library)}"${styled(sides(args))}>`
    + `<pre>${escape(data)}</pre></div>\n<script type="application/json">${data.replace(/<\//g, '<\\/')}</script>${scripts}`
    + `${when(args.caption, c => `<figcaption>${inline(c)}</figcaption>`)}</figure>`;
}

// A formula as MathML where KaTeX is installed, else as the text that MathJax and KaTeX find in a page. In a quote its
// lines carry the marks.
function math(args, body) {
  const display = isTrue(args.display);
  const given = body.trim();
  const tex = given.startsWith('>') ? given.replace(/^[ \t]*(?:> ?)+/gm, '').trim() : given;
  try {
    return require('katex').renderToString(tex, { displayMode: display, output: 'mathml', throwOnError: false });
  } catch {
    return `<span class="bc-math">${display ? '\\[' : '\\('}${escape(tex)}${display ? '\\]' : '\\)'}</span>`;
  }
}

// Registration. What is open on a page is remembered by the object that Hexo hands all tags of one rendering.

const pages = new WeakMap();

function pageOf(page) {
  if (!pages.has(page)) pages.set(page, { open: [], count: 0, store: {} });
  return pages.get(page);
}

function contextOf(page) {
  const state = pageOf(page);
  const around = state.open[state.open.length - 1];
  const prefix = `bc-${createHash('md5').update(String(page.source || page.path || '')).digest('hex').slice(0, 6)}`;
  const self = { id: `${prefix}-${state.count}`, store: state.store, parent: around || { args: {} }, number: 1 };
  state.count += 1;
  if (around) {
    around.children += 1;
    self.number = around.children;
  }
  return self;
}

function argumentsOf(words) {
  const found = {};
  for (const item of words) {
    const at = item.indexOf('=');
    if (at > 0) found[item.slice(0, at)] = item.slice(at + 1);
  }
  return found;
}

for (const [name, draw] of Object.entries(containers)) {
  const tag = `bc_${name.replace(/-/g, '_')}`;
  hexo.extend.tag.register(name === 'spoiler' ? 'bc_spoiler_block' : tag, function (words, body) {
    return draw(argumentsOf(words), block(body || ''), contextOf(this));
  }, { ends: true });
  hexo.extend.tag.register(`${tag}_open`, function (words) {
    const args = argumentsOf(words);
    const self = contextOf(this);
    const [before, after] = draw(args, SEAM, self).split(SEAM);
    pageOf(this).open.push({ name, args, id: self.id, after, children: 0 });
    return before;
  });
  hexo.extend.tag.register(`${tag}_close`, function () {
    const { open } = pageOf(this);
    const at = open.map(o => o.name).lastIndexOf(name);
    if (at < 0) {
      hexo.log.warn(`${this.source || 'a page'}: ${tag}_close closes nothing`);
      return '';
    }
    return open.splice(at).reverse().map(o => o.after).join('');
  });
}

for (const [name, draw] of Object.entries(singles)) {
  hexo.extend.tag.register(`bc_${name.replace(/-/g, '_')}`, function (words) {
    const self = name === 'friend' ? contextOf(this) : '';
    return draw(argumentsOf(words), self);
  });
}

hexo.extend.tag.register('bc_math', (words, body) => math(argumentsOf(words), body || ''), { ends: true });

hexo.extend.tag.register('bc_chart', function (words, body) {
  return chart(argumentsOf(words), body || '', contextOf(this));
}, { ends: true });
