export * from './boxes.ts';
export * from './media.ts';
export * from './table.ts';
export * from './text.ts';
