import { didYouMean } from '../validation/messages';

const COMPARISONS = [
  ...[
    'StringEquals',
    'StringNotEquals',
    'StringEqualsIgnoreCase',
    'StringNotEqualsIgnoreCase',
    'StringLike',
    'StringNotLike',
  ],
  ...['NumericEquals', 'NumericNotEquals', 'NumericLessThan', 'NumericLessThanEquals'],
  ...['NumericGreaterThan', 'NumericGreaterThanEquals'],
  ...['DateEquals', 'DateNotEquals', 'DateLessThan', 'DateLessThanEquals', 'DateGreaterThan', 'DateGreaterThanEquals'],
  ...['Bool', 'BinaryEquals', 'IpAddress', 'NotIpAddress', 'ArnEquals', 'ArnLike', 'ArnNotEquals', 'ArnNotLike'],
];

const QUANTIFIER = /^(?:ForAllValues:|ForAnyValue:)/;

/**
 * What is wrong with the operator of an IAM condition.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */
export function operatorProblem(operator: string): string | undefined {
  const comparison = operator.replace(QUANTIFIER, '').replace(/IfExists$/, '');
  // "is absent" cannot itself be "if it exists".
  const known = comparison === 'Null' ? !operator.endsWith('IfExists') : COMPARISONS.includes(comparison);
  return known ? undefined : `is not an operator of IAM${didYouMean(comparison, [...COMPARISONS, 'Null'])}`;
}
