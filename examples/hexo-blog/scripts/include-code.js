// Hexo 8 renders posts and the files below downloads/code/ at the same time, so that `include_code` may find a
// file that has no text yet, and stop the build. Here their text is there before the posts are rendered.
'use strict';

hexo.extend.filter.register('before_generate', () => {
  const folder = `${hexo.config.code_dir}/`;
  const files = hexo.model('Page').filter(page => page.source.startsWith(folder)).toArray();
  return Promise.all(files.map(file => {
    file.content = file._content;
    return file.save();
  }));
}, 5);
