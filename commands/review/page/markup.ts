import { visibleOnOneLine } from '../../../lib/validation/visible-text';

/** HTML or SVG. Nothing else than `markup` makes it, so a text cannot get into it unescaped. */
export class Markup {
  constructor(readonly source: string) {}
}

/** HTML or SVG, with every value escaped that is not markup itself: as text, and between double quotes as an attribute. */
export function markup(
  parts: TemplateStringsArray,
  ...values: readonly (string | number | Markup | readonly Markup[])[]
): Markup {
  return new Markup(String.raw({ raw: parts }, ...values.map(source)));
}

function source(value: string | number | Markup | readonly Markup[]): string {
  if (value instanceof Markup) {
    return value.source;
  }
  return typeof value === 'object' ? value.map(source).join('') : escaped(String(value));
}

const REFERENCES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escaped(text: string): string {
  return visibleOnOneLine(text).replace(/[&<>"']/g, (character) => REFERENCES[character] ?? '');
}
