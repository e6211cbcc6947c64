/**
 * Characters that a terminal obeys instead of showing them, or that nobody sees: controls (C0, DEL, C1), formats (of direction, of
 * width zero, tags), separators of lines and paragraphs, halves of pairs, and all that Unicode lets a program leave out.
 *
 * @see https://www.unicode.org/reports/tr36/#Bidirectional_Text_Spoofing
 * @see https://www.unicode.org/reports/tr44/#Default_Ignorable_Code_Point
 */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu;

/** A text with its invisible characters escaped, as JSON does it. Line breaks and tabs stay: they are what a layout is made of. */
export function visible(text: string, escape: (character: string) => string = escaped): string {
  return text.replace(INVISIBLE, (character) => (/[\n\t]/.test(character) ? character : escape(character)));
}

/** The same for a text that must stay on its line: line breaks and tabs are escaped, too. */
export function visibleOnOneLine(text: string): string {
  return text.replace(INVISIBLE, escaped);
}

/** By UTF-16 code units, as JSON wants it. */
function escaped(character: string): string {
  return character
    .split('')
    .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .join('');
}
