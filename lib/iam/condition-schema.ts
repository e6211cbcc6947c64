import { isIP } from 'node:net';
import { z } from 'zod';
import { atLeastOne, mapOf, matching, text, type Check } from '../validation/fields';
import { checkWellTyped, type Report } from '../validation/object-schema';
import { didYouMean, shown } from '../validation/messages';
import { policyText } from './policy-text';

const isNumber = matching(/^-?\d+(?:\.\d+)?$/, 'must be a number');
const isTrueOrFalse = matching(/^(?:true|false)$/i, 'must be "true" or "false"');

/** What comparisons compare with, by their beginnings. Policy variables may be in texts and ARNs only. */
const COMPARED: readonly (readonly [string, readonly string[], Check<string>])[] = [
  ['String', ['Equals', 'NotEquals', 'EqualsIgnoreCase', 'NotEqualsIgnoreCase', 'Like', 'NotLike'], () => undefined],
  ['Arn', ['Equals', 'Like', 'NotEquals', 'NotLike'], () => undefined],
  ['Numeric', ['Equals', 'NotEquals', 'LessThan', 'LessThanEquals', 'GreaterThan', 'GreaterThanEquals'], isNumber],
  ['Date', ['Equals', 'NotEquals', 'LessThan', 'LessThanEquals', 'GreaterThan', 'GreaterThanEquals'], dateProblem],
  ['Bool', [''], isTrueOrFalse],
  ['Binary', ['Equals'], matching(/^[A-Za-z0-9+/]+={0,2}$/, 'must be Base64')],
  ['IpAddress', [''], addressProblem],
  ['NotIpAddress', [''], addressProblem],
  ['Null', [''], isTrueOrFalse],
];

const VALUE_CHECKS: ReadonlyMap<string, Check<string>> = new Map(
  COMPARED.flatMap(([start, ends, check]) => ends.map((end) => [`${start}${end}`, check])),
);

const QUANTIFIER = /^(?:ForAllValues:|ForAnyValue:)/;

const conditionKey: Check<string> = (key) =>
  matching(/^[a-zA-Z0-9-]+:.+$/, 'must be a condition key, for example "aws:SourceVpce"')(key) ?? policyText(key);
const conditionValue = z.union([text(policyText), atLeastOne(text(policyText), 'value')]);

/**
 * The conditions of a statement, each value of the kind that its operator compares with.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */
export const conditionsSchema = mapOf(mapOf(conditionValue, conditionKey), operatorProblem).check(
  checkWellTyped((conditions, report, hasValidType) => {
    for (const [operator, keys] of Object.entries(conditions)) {
      const isJudged = operatorProblem(operator) === undefined && hasValidType(operator);
      for (const [key, values] of isJudged ? Object.entries(keys) : []) {
        reportValues(VALUE_CHECKS.get(comparisonOf(operator)), values, (message, path = []) =>
          report(message, [operator, key, ...path]),
        );
      }
    }
  }),
);

function reportValues(check: Check<string> | undefined, values: string | readonly string[], report: Report): void {
  for (const [index, value] of [values].flat().entries()) {
    const problem = check?.(value);
    if (problem !== undefined) {
      report(`${shown(value)} ${problem}`, typeof values === 'string' ? [] : [index]);
    }
  }
}

function comparisonOf(operator: string): string {
  return operator.replace(QUANTIFIER, '').replace(/IfExists$/, '');
}

function operatorProblem(operator: string): string | undefined {
  const comparison = comparisonOf(operator);
  // "is absent" cannot itself be "if it exists".
  const known = VALUE_CHECKS.has(comparison) && !(comparison === 'Null' && operator.endsWith('IfExists'));
  return known ? undefined : `is not an operator of IAM${didYouMean(comparison, [...VALUE_CHECKS.keys()])}`;
}

// As https://www.w3.org/TR/NOTE-datetime writes it, or in seconds since 1970.
function dateProblem(value: string): string | undefined {
  const form = /^\d{4}(?:-\d{2}(?:-\d{2}(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:\d{2}))?)?)?$/;
  const [, date = ''] = /^(\d{4}-\d{2}-\d{2})/.exec(value) ?? [];
  // JavaScript turns 31 February into 3 March.
  const isReal =
    form.test(value) && !Number.isNaN(Date.parse(value)) && new Date(date || value).toISOString().startsWith(date);
  return isReal || /^\d{1,13}$/.test(value)
    ? undefined
    : 'must be a date such as "2030-01-31T00:00:00Z", or seconds since 1970';
}

function addressProblem(value: string): string | undefined {
  const [address = '', length, ...rest] = value.split('/');
  const bits = { 0: -1, 4: 32, 6: 128 }[isIP(address)] ?? -1;
  const isRange =
    rest.length === 0 && bits > 0 && (length === undefined || (/^\d{1,3}$/.test(length) && Number(length) <= bits));
  return isRange ? undefined : 'must be an IP address or a range such as "203.0.113.0/24"';
}
