// Reads a blog with the real Hexo and writes what Hexo makes of each post and page, as JSON.
// Every post is rendered for itself, so that one with an error does not hide the others.
// Usage: node hexo_read.cjs SITE OUTPUT.json
'use strict';
const { writeFileSync } = require('node:fs');
const { createRequire } = require('node:module');
const { join } = require('node:path');

const [site, output] = process.argv.slice(2);
const Hexo = createRequire(join(site, 'package.json'))('hexo');

const moment = value => (value ? value.toISOString() : null);
const terms = query => (query ? query.toArray().map(term => [term.name, term.path]) : []);

async function render(hexo, kind, post) {
  post.content = post._content;
  post.site = { data: hexo.locals.get('data') };
  let error = null;
  try {
    await hexo.post.render(post.full_source, post);
    await post.save();
  } catch (cause) {
    error = String(cause.message || cause);
  }
  return {
    kind, error,
    source: post.source, slug: post.slug ?? null, path: post.path, permalink: post.permalink,
    title: post.title ?? null, date: moment(post.date), updated: moment(post.updated),
    layout: String(post.layout), published: post.published !== false,
    tags: kind === 'post' ? terms(post.tags) : [], categories: kind === 'post' ? terms(post.categories) : [],
    content: error ? '' : post.content, excerpt: error ? '' : post.excerpt ?? '', more: error ? '' : post.more ?? ''
  };
}

async function main() {
  const hexo = new Hexo(site, {});
  await hexo.init();
  await hexo.source.process();
  const found = [];
  // Pages first: the tag include_code shows the rendered text of one.
  for (const [kind, model] of [['page', 'Page'], ['post', 'Post']]) {
    for (const post of hexo.model(model).toArray()) found.push(await render(hexo, kind, post));
  }
  writeFileSync(output, JSON.stringify(found));
  await hexo.exit();
}

main().catch(cause => { console.error(cause); process.exit(2); });
