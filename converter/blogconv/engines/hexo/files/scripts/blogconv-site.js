/* global hexo */
// What keeps the addresses of the blog that this one was: old addresses lead to the posts (`aliases` in their front
// matter), and tags and categories have the addresses that they had. The style sheet of blogconv's tags is named here.
'use strict';

const settings = hexo.config.blogconv || {};
const { root } = hexo.config;

hexo.extend.generator.register('blogconv_aliases', locals => {
  const pages = [...locals.posts.toArray(), ...locals.pages.toArray()];
  return pages.flatMap(page => [].concat(page.aliases || []).map(alias => ({
    path: String(alias).replace(/^\/+/, '').replace(/(^|\/)$/, '$1index.html'),
    data: redirect(encodeURI(root + page.path.replace(/^\/+/, '').replace(/(^|\/)index\.html$/, '$1'))),
  })));
});

hexo.extend.generator.register('blogconv_redirects', () => Object.entries(settings.redirects || {}).map(([from, to]) => ({
  path: from.replace(/^\/+/, '').replace(/(^|\/)$/, '$1index.html'),
  data: redirect(encodeURI(root + to.replace(/^\/+/, ''))),
})));

function redirect(address) {
  return `<!doctype html>\n<html><head><meta charset="utf-8"><title>${address}</title>`
    + `<link rel="canonical" href="${address}"><meta http-equiv="refresh" content="0; url=${address}"></head></html>\n`;
}

if (settings.style !== false) {
  hexo.extend.injector.register('head_end', `<link rel="stylesheet" href="${settings.style || `${root}css/blogconv.css`}">`);
}

// Lists of the posts of one folder, such as a Hugo blog has for each section, at the address of the old list.
hexo.extend.generator.register('blogconv_sections', locals => Object.entries(settings.sections || {}).map(([folder, section]) => ({
  path: `${section.path.replace(/^\/+/, '')}index.html`,
  layout: ['archive', 'index'],
  data: {
    title: section.title,
    archive: true,
    base: section.path.replace(/^\/+/, ''),
    total: 1,
    current: 1,
    current_url: section.path.replace(/^\/+/, ''),
    posts: locals.posts.filter(post => post.source.startsWith(`_posts/${folder}/`)).sort('-date'),
    prev: 0,
    prev_link: '',
    next: 0,
    next_link: '',
  },
})));
