import { namesCredential } from '../validation/credential-names';
import { containsCredential, withoutReferences } from '../validation/credential-patterns';
import { atLeastOne, HARMLESS_HINT, undisclosedText } from '../validation/fields';
import type { PublicText } from '../validation/harmless-text';
import { checkWellTyped } from '../validation/object-schema';

/** What is wrong with what must be a secret, and is a plain variable or an argument of a command. */
export const LOOKS_SECRET =
  'looks like a secret, and many people can read plain variables in the task definition: declare it in secrets; ' +
  HARMLESS_HINT;

/** A command line, which is as readable as a plain variable and so must not contain a secret either. */
export const commandSchema = atLeastOne(undisclosedText(), 'word').check(
  checkWellTyped<readonly PublicText[]>((command, report, hasValidType) => {
    const texts = command.map((argument, index) =>
      hasValidType(index) && typeof argument === 'string' ? argument : '',
    );
    const passwords = passwordArguments(texts);
    for (const [index, text] of texts.entries()) {
      if (passwords.has(index) || containsCredential(text)) {
        report(LOOKS_SECRET, [index]);
      }
    }
  }),
);

interface PasswordOption {
  readonly programs: RegExp;
  readonly option: string;
  /** Whether the value is in the same word, in the next one, or in either. */
  readonly form: 'attached' | 'separate' | 'either';
  /** Whether a user comes first, who may be alone. */
  readonly afterColon?: true;
}

/** The options with which programs take a password, where their names do not say so. */
const PASSWORD_OPTIONS: readonly PasswordOption[] = [
  // With a space after it, `-p` asks for the password: https://dev.mysql.com/doc/refman/8.4/en/password-security-user.html
  { programs: /^(?:mysql|mariadb)[\w-]*$/, option: '-p', form: 'attached' },
  { programs: /^(?:sshpass|mongo\w*)$/, option: '-p', form: 'either' },
  { programs: /^redis-cli$/, option: '-a', form: 'separate' },
  { programs: /^ldap\w+$/, option: '-w', form: 'separate' },
  { programs: /^(?:sqlcmd|bcp)$/, option: '-P', form: 'either' },
  { programs: /^curl$/, option: '-u', form: 'either', afterColon: true },
];

/** The arguments that are the value of an option for a password: `--password hunter2`, `mysql -phunter2`, also within a line of shell. */
function passwordArguments(command: readonly string[]): ReadonlySet<number> {
  const found = new Set<number>();
  let taken: PasswordOption | undefined;
  let previous = '';
  for (const [index, argument] of command.entries()) {
    for (const word of withoutReferences(argument).match(/[|;&()\n]+|[^\s"'`|;&()]+/g) ?? []) {
      const program = word.slice(word.lastIndexOf('/') + 1);
      taken =
        PASSWORD_OPTIONS.find(({ programs }) => programs.test(program)) ??
        (/^[|;&()\n]/.test(word) ? undefined : taken);
      if (isPassword(previous, word, taken)) {
        found.add(index);
      }
      previous = word;
    }
  }
  return found;
}

function isPassword(previous: string, word: string, taken: PasswordOption | undefined): boolean {
  if (!word.startsWith('-') && /^--?[A-Za-z][\w-]{2,80}$/.test(previous)) {
    return namesCredential(previous, word);
  }
  if (taken === undefined) {
    return false;
  }
  const { option, form, afterColon } = taken;
  const value =
    form !== 'attached' && previous === option && !word.startsWith('-')
      ? word
      : form !== 'separate' && word.startsWith(option)
        ? word.slice(option.length)
        : '';
  return (afterColon ? /:./ : /./).test(value);
}
