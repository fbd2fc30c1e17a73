export { htmlToDoc } from './html-to-doc.ts';
export { migrateDoc } from './migrate-doc.ts';
export { renderFeedHtml, renderHtml, renderMailHtml, type RenderOptions } from './render-html.ts';
export { renderMarkdown, type MarkdownOptions } from './render-markdown.ts';
export { sanitize } from './sanitize.ts';
export { countWords, plainText } from './text.ts';
export { InvalidDocument, validateDoc } from './validate-doc.ts';
