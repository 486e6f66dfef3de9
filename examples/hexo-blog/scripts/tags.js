// The tags that the posts use, as plain HTML for a theme that brings none.
//
// NexT's own are left to NexT when the blog is built with it. The others stayed in the posts from the themes
// before (Butterfly, Volantis, Stellar, Fluid) or were copied from friends; they work in every theme.
'use strict';

const { escapeHTML } = require('hexo-util');

const markdown = text => hexo.render.renderSync({ text, engine: 'markdown' });
const inline = text => markdown(text).trim().replace(/^<p>(.*)<\/p>$/s, '$1');
const comma = args => args.join(' ').split(',').map(part => part.trim());
const colons = args => {
  const text = args.join(' ');
  return (text.includes('::') ? text.split('::') : text.split(',')).map(part => part.trim());
};
const at = args => args.join(' ').split('@').map(part => part.trim());
const attribute = (name, value) => (value ? ` ${name}="${value}"` : '');
const iconOf = icon => (icon ? `<i class="${icon.startsWith('fa') ? icon : `fa fa-${icon}`}"></i>` : '');
const titled = title => (title ? `<p class="note-title">${inline(title)}</p>\n` : '');
const callout = (classes, title, body) => `<div class="note ${classes}">\n${titled(title)}${markdown(body)}</div>\n`;
const fold = (classes, title, body, open) =>
  `<details class="${classes}"${open ? ' open' : ''}><summary>${inline(title)}</summary>\n${markdown(body)}</details>\n`;

// Stellar's arguments: `key:value` for the keys of the tag, the rest by position, the last one to the end.
function keyed(args, keys, order) {
  const named = {};
  const rest = args.filter(arg => {
    const [, key, value] = /^(\w+):(.*)$/s.exec(arg) || [];
    if (!keys.includes(key)) return true;
    named[key] = value;
    return false;
  });
  order.forEach((key, index) => {
    named[key] = index === order.length - 1 ? rest.slice(index).join(' ') : rest[index] || '';
  });
  return named;
}

// `<!-- word TITLE -->` … `<!-- endword -->`, as NexT and Butterfly write the parts of a block.
const parts = (word, body) =>
  [...body.matchAll(new RegExp(`<!--\\s*${word} ?(.*?)\\s*-->\\n([\\s\\S]*?)<!--\\s*end${word}\\s*-->`, 'g'))]
    .map(([, title, text]) => ({ title, text }));

// `<!-- word TITLE -->` without an end, as Stellar writes them.
const pieces = (word, body) =>
  body.split(new RegExp(`<!--\\s*${word}`)).slice(1).map(piece => {
    const [, title, text] = /^(.*?)\s*-->([\s\S]*)$/.exec(piece);
    return { title: title.trim(), text };
  });

const pictures = body => [...body.matchAll(/!\[(.*?)\]\((\S*)\s*(?:"(.*?)")?\)/g)]
  .map(([, alt, src, title]) => `<img src="${src}" alt="${alt}"${attribute('title', title)}>`);

const NEXT_TYPES = ['default', 'primary', 'info', 'success', 'warning', 'danger', 'no-icon'];

function note(args, body) {
  const types = [];
  while (types.length < 2 && NEXT_TYPES.includes(args[0])) types.push(args.shift());
  if (args.length) return fold(`note ${types.join(' ')}`, args.join(' '), body);
  return callout(types.join(' '), '', body);
}

function tabs(args, body) {
  const [name, active] = comma(args);
  const id = name.toLowerCase().replace(/ /g, '-');
  const shown = Number(active) || 1;
  const panes = parts('tab', body).map(({ title, text }, index) => {
    const [caption, icon] = at([title]);
    return {
      href: `${id}-${index + 1}`,
      state: index + 1 === shown ? ' active' : '',
      label: iconOf(icon) + (caption || `${name} ${index + 1}`),
      text: markdown(text)
    };
  });
  const nav = panes.map(p => `<li class="tab${p.state}"><a href="#${p.href}">${p.label}</a></li>`).join('');
  const content = panes.map(p => `<div class="tab-pane${p.state}" id="${p.href}">\n${p.text}</div>`).join('');
  return `<div class="tabs" id="${id}"><ul class="nav-tabs">${nav}</ul><div class="tab-content">${content}</div></div>\n`;
}

function button(args) {
  const [url, text, icon, title] = comma(args);
  return `<a class="btn" href="${url}"${attribute('title', title)}>${iconOf(icon)}${text}</a>`;
}

function groupPicture(args, body) {
  const found = markdown(body).match(/<img[^>]+>/g) || [];
  const cells = found.map(picture => `<div class="group-picture-column">${picture}</div>`).join('');
  return `<div class="group-picture"><div class="group-picture-row">${cells}</div></div>\n`;
}

function linkGrid([image = '/images/avatar.png', delimiter = '|', comment = '%'], body) {
  const links = body.split('\n').filter(line => line.trim() && !line.startsWith(comment)).map(line => {
    const [title, url, text, picture] = line.split(delimiter).map(part => part.trim());
    return `<a class="link-grid-container" href="${url}"><img src="${picture || image}" alt="">`
      + `<strong>${title}</strong><span>${text || url}</span></a>`;
  });
  return `<div class="link-grid">${links.join('')}</div>\n`;
}

const next = {
  note: [note, true],
  subnote: [note, true],
  label: [args => `<mark class="label ${at(args)[0]}">${at(args)[1]}</mark>`],
  btn: [button],
  button: [button],
  tabs: [tabs, true],
  subtabs: [tabs, true],
  centerquote: [(args, body) => `<blockquote class="blockquote-center">\n${markdown(body)}</blockquote>\n`, true],
  cq: [(args, body) => `<blockquote class="blockquote-center">\n${markdown(body)}</blockquote>\n`, true],
  grouppicture: [groupPicture, true],
  gp: [groupPicture, true],
  linkgrid: [linkGrid, true],
  lg: [linkGrid, true],
  caniuse: [args => {
    const [feature, periods = 'current'] = at([args.join('')]);
    return `<iframe src="https://caniuse.bitsofco.de/embed/index.html?feat=${feature}&periods=${periods}" width="100%" height="400"></iframe>\n`;
  }],
  video: [([src, poster]) => `<video src="${src}" controls playsinline preload="metadata"${attribute('poster', poster)}></video>\n`],
  pdf: [([src, height = '500px']) =>
    `<div class="pdf-container" style="height:${height}"><object data="${src}" type="application/pdf" width="100%" height="100%"><a href="${src}">${src}</a></object></div>\n`],
  mermaid: [(args, body) => `<pre><code class="mermaid">\n${args.join(' ')}\n${escapeHTML(body)}\n</code></pre>\n`, true],
  wavedrom: [(args, body) => `<div class="wavedrom"><script type="WaveDrom">\n${body}\n</script></div>\n`, true]
};

function hideBlock(args, body) {
  const [label] = comma(args);
  return `<div class="hide-block"><button type="button" class="hide-button">${label || 'Click'}</button>`
    + `<div class="hide-content">\n${markdown(body)}</div></div>\n`;
}

function hideInline(args) {
  const [text, label] = comma(args);
  return `<span class="hide-inline"><button type="button" class="hide-button">${label || 'Click'}</button>`
    + `<span class="hide-content">${text}</span></span>`;
}

function timeline(args, body) {
  const [headline, color = ''] = comma(args);
  const items = parts('timeline', body).map(({ title, text }) =>
    `<div class="timeline-item"><div class="timeline-item-title">${markdown(title)}</div>\n`
    + `<div class="timeline-item-content">\n${markdown(text)}</div></div>\n`);
  const head = headline ? `<div class="timeline-item headline">${markdown(headline)}</div>\n` : '';
  return `<div class="timeline ${color}">${head}${items.join('')}</div>\n`;
}

function friend({ name, link, avatar, descr }) {
  return `<a class="flink-list-item" href="${link}"><img src="${avatar}" alt="${name}"><strong>${name}</strong><span>${descr}</span></a>`;
}

function flink(args, body) {
  const groups = hexo.render.renderSync({ text: body, engine: 'yaml' }).map(group =>
    (group.class_name ? `<div class="flink-name">${group.class_name}</div>` : '')
    + (group.class_desc ? `<div class="flink-desc">${group.class_desc}</div>` : '')
    + `<div class="flink-list">${group.link_list.map(friend).join('')}</div>`);
  return `<div class="flink">${groups.join('')}</div>\n`;
}

function chart(args, body) {
  const [width, , id] = comma(args);
  const [{ text }] = parts('chart', body);
  const [caption] = parts('desc', body);
  return `<div class="chartjs-container"${attribute('data-width', width)}${attribute('id', id)}>`
    + `<pre class="chartjs-src">${escapeHTML(text)}</pre>${caption ? `\n${markdown(caption.text)}` : ''}</div>\n`;
}

const butterfly = {
  hideInline: [hideInline],
  hideBlock: [hideBlock, true],
  hideToggle: [(args, body) => fold('toggle', comma(args)[0], body), true],
  gallery: [(args, body) => `<div class="gallery-container">${pictures(body).join('')}</div>\n`, true],
  galleryGroup: [([name, text, url, image]) =>
    `<figure class="gallery-group"><a href="${url}"><img src="${image}" alt="${name}"></a><figcaption><strong>${name}</strong><p>${text}</p></figcaption></figure>\n`],
  inlineImg: [([src, height]) => `<img class="inline-img" src="${src}"${attribute('style', height && `height:${height}`)}>`],
  timeline: [timeline, true],
  flink: [flink, true],
  score: [(args, body) => `<div class="abc-music-sheet">${escapeHTML(body)}</div>\n`, true],
  chartjs: [chart, true]
};

function noteblock(args, body) {
  const fields = colons(args);
  return fields.length > 1 ? callout(fields[0], fields[1], body) : callout(fields[0], '', body);
}

function folding(args, body) {
  const fields = colons(args);
  const [style, title] = fields.length > 1 ? fields : ['', fields[0]];
  const words = style.split(' ');
  return fold(`folding ${words.filter(word => word !== 'open').join(' ')}`.trim(), title, body, words.includes('open'));
}

function checkbox(type) {
  return args => {
    const fields = colons(args);
    const [style, text] = fields.length > 1 ? fields : ['', fields[0]];
    const checked = style.split(' ').includes('checked') ? ' checked' : '';
    return `<div class="checkbox"><input type="${type}" disabled${checked}> ${inline(text)}</div>\n`;
  };
}

const volantis = {
  noteblock: [noteblock, true],
  folding: [folding, true],
  checkbox: [checkbox('checkbox')],
  radio: [checkbox('radio')],
  span: [args => `<span class="${colons(args)[0]}">${colons(args)[1]}</span>`],
  kbd: [args => `<kbd>${args.join(' ')}</kbd>`],
  emp: [args => `<em class="emp">${args.join(' ')}</em>`],
  wavy: [args => `<u class="wavy">${args.join(' ')}</u>`],
  psw: [args => `<span class="psw">${args.join(' ')}</span>`],
  btns: [([...classes], body) => `<div class="btns ${classes.join(' ')}">\n${body}\n</div>\n`, true],
  cell: [args => {
    const [text, url, icon] = colons(args);
    return `<a class="button" href="${url}">${iconOf(icon)}${text}</a>`;
  }]
};

function folders(args, body) {
  return pieces('folder', body).map(({ title, text }) => fold('folding', title, text)).join('');
}

function grid(args, body) {
  const cells = pieces('cell', body).map(({ text }) => `<div class="cell">\n${markdown(text)}</div>\n`);
  return `<div class="grid">\n${cells.join('')}</div>\n`;
}

function poetry(args, body) {
  const { title, author, date, footer } = keyed(args, ['author', 'date', 'footer'], ['title']);
  const source = [author, date].filter(Boolean).join(' ');
  return `<blockquote class="poetry">\n${title ? `<p><strong>${title}</strong></p>\n` : ''}${markdown(body)}`
    + `${source ? `<p>${source}</p>\n` : ''}${footer ? `<p>${footer}</p>\n` : ''}</blockquote>\n`;
}

const stellar = {
  box: [(args, body) => {
    const { color, title } = keyed(args, ['color', 'child'], ['title']);
    return callout(color || '', title, body);
  }, true],
  copy: [args => {
    const { git, prefix, text } = keyed(args, ['git', 'prefix'], ['text']);
    const line = git === 'https' ? `https://github.com/${text}.git` : text;
    return `<pre class="copy"><code>${prefix ? `${prefix} ` : ''}${escapeHTML(line)}</code></pre>\n`;
  }],
  mark: [args => `<mark>${keyed(args, ['color'], ['text']).text}</mark>`],
  hashtag: [args => {
    const { text, href } = keyed(args, ['color'], ['text', 'href']);
    return `<a class="hashtag" href="${href}">${text}</a>`;
  }],
  folders: [folders, true],
  grid: [grid, true],
  poetry: [poetry, true],
  audio: [args => `<audio src="${keyed(args, ['type', 'autoplay'], ['src']).src}" controls preload="none"></audio>\n`]
};

const others = {
  // Fluid
  fold: [(args, body) => fold(at(args)[0], at(args)[1], body), true],
  // Reimu
  alertBlockquote: [([type, ...title], body) => callout(type, title.join(' '), body), true],
  // Kratos-Rebirth
  alertbar: [([type, ...text]) => `<div class="note ${type}">\n${markdown(text.join(' '))}</div>\n`],
  collapse: [([title, open], body) => fold('collapse', title, body, open === 'open'), true],
  // hexo-butterfly-tag-plugins-plus
  tip: [(args, body) => callout(args.join(' '), '', body), true],
  bubble: [args => `<abbr title="${comma(args)[1]}">${comma(args)[0]}</abbr>`],
  progress: [args => {
    const [percent, , text] = comma(args);
    return `<div class="progress"><progress max="100" value="${percent}"></progress> ${text}</div>\n`;
  }],
  ghcard: [args => `<a class="ghcard" href="https://github.com/${comma(args)[0]}">${comma(args)[0]}</a>`],
  // hexo-math
  katex: [([options], body) => {
    const mark = options && JSON.parse(options).displayMode ? '$$' : '$';
    return `${mark}${body.trim()}${mark}`;
  }, true],
  // hexo-tag-aplayer
  meting: [([id, server, type]) => `<meting-js id="${id}" server="${server}" type="${type}"></meting-js>\n`],
  aplayerlist: [(args, body) => {
    const songs = JSON.parse(body).music.map(song =>
      `<li>${song.title} — ${song.author} <audio src="${song.url}" controls preload="none"></audio></li>`);
    return `<ol class="aplayer">${songs.join('')}</ol>\n`;
  }, true]
};

const own = { ...butterfly, ...volantis, ...stellar, ...others };
const tags = hexo.config.theme === 'next' ? own : { ...next, ...own };
for (const [name, [render, ends = false]] of Object.entries(tags)) {
  hexo.extend.tag.register(name, (args, body) => render(args, body), { ends });
}
