/* global hexo */
// What keeps the addresses of the blog that this one was, as _config.yml says below `blogconv`: old addresses lead to
// the posts (`aliases` in their front matter), tags and categories have the addresses that they had (`tag_paths`,
// `category_paths`), other taxonomies (`terms`) and folders of posts (`sections`) have their lists. The style sheet of
// blogconv's tags is named here as well.
'use strict';

const settings = hexo.config.blogconv || {};
const { root } = hexo.config;

// Hexo takes the days in addresses from the clock of the machine that builds; here that clock is the site's own.
if (hexo.config.timezone) process.env.TZ = hexo.config.timezone;

if (settings.style !== false) {
  hexo.extend.injector.register('head_end', `<link rel="stylesheet" href="${settings.style || `${root}css/blogconv.css`}">`);
}

const route = address => String(address).replace(/^\/+/, '').replace(/(^|\/)$/, '$1index.html');
const encode = address => encodeURI(address).replace(/#/g, '%23').replace(/\?/g, '%3F');
const link = path => encode(root + path.replace(/^\/+/, '').replace(/(^|\/)index\.html$/, '$1'));

function redirect(from, to) {
  const head = `<meta charset="utf-8"><title>${to}</title><link rel="canonical" href="${to}">`
    + `<meta http-equiv="refresh" content="0; url=${to}">`;
  return { path: route(from), data: `<!doctype html>\n<html><head>${head}</head></html>\n` };
}

function list(address, posts, layout, extra) {
  const base = address.replace(/^\/+/, '');
  const one = { base, current_url: base, total: 1, current: 1, prev: 0, prev_link: '', next: 0, next_link: '' };
  return { path: route(address), layout: [layout, 'archive', 'index'], data: { ...one, ...extra, posts: posts.sort('-date') } };
}

hexo.extend.generator.register('blogconv_aliases', locals => {
  const pages = [...locals.posts.toArray(), ...locals.pages.toArray()];
  return pages.flatMap(page => [].concat(page.aliases || []).map(alias => redirect(alias, link(page.path))));
});

hexo.extend.generator.register('blogconv_redirects', () => (
  Object.entries(settings.redirects || {}).map(([from, to]) => redirect(from, link(to)))
));

hexo.extend.generator.register('blogconv_sections', locals => Object.entries(settings.sections || {}).map(([folder, row]) => (
  list(row.path, locals.posts.filter(post => post.source.startsWith(`_posts/${folder}/`)), 'archive',
    { title: row.title, archive: true })
)));

// Other taxonomies look like tags: a list for each term, and one of all terms.
hexo.extend.generator.register('blogconv_terms', locals => Object.entries(settings.terms || {}).flatMap(([taxonomy, paths]) => {
  const posts = name => locals.posts.filter(post => [].concat(post[taxonomy] || []).map(String).includes(name));
  const items = Object.entries(paths).map(([name, path]) => `<li><a href="${link(path)}">${name}</a></li>`);
  const all = { title: taxonomy, content: `<ul>\n${items.join('\n')}\n</ul>` };
  return [
    { path: `${taxonomy}/index.html`, layout: ['page', 'post', 'index'], data: all },
    ...Object.entries(paths).map(([name, path]) => list(path, posts(name), 'tag', { title: name, tag: name })),
  ];
}));

// The first page of a list under its number, as other engines have it.
hexo.extend.generator.register('blogconv_first_pages', locals => {
  if (!settings.first_pages) return [];
  const terms = [...locals.tags.toArray(), ...locals.categories.toArray()].filter(term => term.length).map(term => term.path);
  const lists = ['', `${hexo.config.archive_dir}/`, ...terms, ...Object.values(settings.terms || {}).flatMap(Object.values)];
  return lists.map(path => redirect(`${path}${hexo.config.pagination_dir || 'page'}/1/`, link(path)));
});

// Terms keep addresses that Hexo's rule for slugs would not give them, and may not share one: C, C# and C++.
function keepPaths(model, paths, nameOf) {
  const virtual = hexo.model(model).schema.path('path');
  const former = virtual.getter;
  virtual.get(function () {
    const name = nameOf(this);
    return Object.hasOwn(paths, name) ? paths[name] : former.call(this);
  });
}

function fullName(category) {
  const parent = category.parent && hexo.model('Category').findById(category.parent);
  return parent ? `${fullName(parent)}/${category.name}` : category.name;
}

if (settings.tag_paths) keepPaths('Tag', settings.tag_paths, tag => tag.name);
if (settings.category_paths) keepPaths('Category', settings.category_paths, fullName);
