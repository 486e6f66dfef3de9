/* global hexo */
// The containers of the theme Shoka with hexo-renderer-markdown-it: `:::info`, `+++info Title`, `;;;id Title`, in the
// HTML that the theme's own renderer makes of them. With that renderer this file does nothing.
'use strict';

const escape = text => text.replace(/[&<>"]/g, char => `&#${char.charCodeAt(0)};`);

const CONTAINERS = {
  note: {
    marker: ':',
    opens: /^\s*(default|primary|success|info|warning|danger)(.*)$/,
    before: ([, type, rest]) => `<div class="note ${type}${escape(rest)}">\n`,
    after: '</div>\n',
  },
  fold: {
    marker: '+',
    opens: /^(primary|success|info|warning|danger|\s)(.*)$/,
    before: ([, type, title]) => `<details class="${type.trim()}"><summary>${escape(title.trim())}</summary><div>\n`,
    after: '</div></details>\n',
  },
  tab: {
    marker: ';',
    opens: /^\s*(\w+)(.*)$/,
    before: ([, id, title]) => `<div class="tab" data-id="${id}" data-title="${escape(title.trim())}">\n`,
    after: '</div>\n',
  },
};

hexo.extend.filter.register('markdown-it:renderer', md => {
  let container;
  try {
    container = require('markdown-it-container');
  } catch {
    hexo.log.warn('Containers (:::) are shown as text: npm install markdown-it-container');
    return;
  }
  for (const [name, { marker, opens, before, after }] of Object.entries(CONTAINERS)) {
    md.use(container, name, {
      marker,
      validate: params => opens.test(params),
      render: (tokens, at) => (tokens[at].nesting === 1 ? before(opens.exec(tokens[at].info)) : after),
    });
  }
});
