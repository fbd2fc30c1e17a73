export { htmlToDoc } from './html-to-doc.ts';
export { renderHtml, type RenderOptions } from './render-html.ts';
export { sanitize } from './sanitize.ts';
export { countWords, plainText } from './text.ts';
export { InvalidDocument, MAX_DOC_BYTES, validateDoc } from './validate-doc.ts';
