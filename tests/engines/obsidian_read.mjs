// Renders notes as Obsidian would, with two renderers that are not ours, and reads their properties with the YAML
// library that the app has inside. Judge "a" is Quartz's own reading of Obsidian's Markdown, judge "b" markdown-it with
// plugins; each is right where the other is known to be wrong (see obsidian_harness.py).
// Usage: node obsidian_read.mjs INPUT.json OUTPUT.json; the input maps names to {text, strict}.
import { readFileSync, writeFileSync } from 'node:fs';
import { unified } from 'unified';
import remarkParse from 'remark-parse';
import remarkFrontmatter from 'remark-frontmatter';
import remarkGfm from 'remark-gfm';
import remarkBreaks from 'remark-breaks';
import remarkRehype from 'remark-rehype';
import rehypeStringify from 'rehype-stringify';
import { VFile } from 'vfile';
import { ObsidianFlavoredMarkdown } from '@quartz-community/obsidian-flavored-markdown';
import MarkdownIt from 'markdown-it';
import callouts from 'markdown-it-obsidian-callouts';
import mark from 'obsidian-markdown-it-mark';
import footnote from 'obsidian-markdown-it-footnote';
import tasks from 'markdown-it-task-lists';
import { parse } from 'yaml';

const [input, output] = process.argv.slice(2);
const notes = JSON.parse(readFileSync(input, 'utf8'));
const context = { allSlugs: Object.keys(notes), cfg: { configuration: {} }, argv: {} };
const block = /^---\r?\n([\s\S]*?\r?\n)?---[ ]*(?:\r?\n|$)/;

async function judgeA(name, text, strict) {
  const plugin = ObsidianFlavoredMarkdown({ enableYouTubeEmbed: true });
  const file = new VFile({ path: name, value: plugin.textTransform(context, text) });
  file.data = { slug: name, frontmatter: {} };
  const processor = unified().use(remarkParse).use(remarkFrontmatter, ['yaml']);
  if (!strict) processor.use(remarkBreaks);
  processor.use(plugin.markdownPlugins(context)).use(remarkGfm, { singleTilde: false });
  processor.use(remarkRehype, { allowDangerousHtml: true }).use(plugin.htmlPlugins(context));
  processor.use(rehypeStringify, { allowDangerousHtml: true });
  return String(await processor.process(file));
}

function judgeB(text, strict) {
  const markdown = new MarkdownIt({ html: true, linkify: true, breaks: !strict });
  for (const plugin of [callouts, mark, footnote, tasks]) markdown.use(plugin.default ?? plugin);
  return markdown.render(text.replace(block, ''));
}

function properties(text) {
  const match = block.exec(text);
  if (!match) return { values: null, error: null };
  try {
    return { values: parse(match[1] ?? ''), error: null };
  } catch (error) {
    return { values: null, error: error.code ?? String(error) };
  }
}

const found = {};
for (const [name, { text, strict }] of Object.entries(notes)) {
  const { values, error } = properties(text);
  found[name] = { values, error, a: await judgeA(name, text, strict), b: judgeB(text, strict) };
}
writeFileSync(output, JSON.stringify(found));
