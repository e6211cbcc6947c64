import { z } from 'zod';
import { parseArn } from '../aws/arns';
import { AWS_PARTITIONS } from '../aws/regions';
import { atLeastOne, mapOf, matching, reason, text } from '../validation/fields';
import { objectSchema, withRules, type Rule } from '../validation/object-schema';
import { didYouMean, shown } from '../validation/messages';
import { secretRead, broadAction, broadResource } from './broad-permissions';
import type { TaskPermission } from './task-permission';

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

const conditionKey = matching(/^[a-zA-Z0-9-]+:.+$/, 'must be a condition key, for example "aws:SourceVpce"');
const conditionValue = z.union([text(), atLeastOne(text(), 'value')]);

const broadRule: Rule<TaskPermission> = {
  needs: ['actions', 'resources', 'reason'],
  check: ({ actions, resources, reason: given }, report) => {
    for (const [index, action] of actions.entries()) {
      const problem = broadAction(action);
      if (problem !== undefined && given === undefined && actionProblem(action) === undefined) {
        report(`${shown(action)} ${problem}; give a reason, or narrow it`, ['actions', index]);
      }
    }
    for (const [index, resource] of resources.entries()) {
      const problem = broadResource(resource);
      if (problem !== undefined && given === undefined && resourceProblem(resource) === undefined) {
        report(`${shown(resource)} ${problem}; give a reason, or narrow it`, ['resources', index]);
      }
    }
  },
};

export const taskPermissionSchema = objectSchema<TaskPermission>({
  actions: atLeastOne(text(actionProblem), 'action'),
  resources: atLeastOne(text(resourceProblem), 'resource'),
  conditions: mapOf(mapOf(conditionValue, conditionKey), operatorProblem).optional(),
  reason: reason().optional(),
}).check(withRules<TaskPermission>([broadRule]));

function actionProblem(action: string): string | undefined {
  const read = secretRead(action);
  if (read !== undefined) {
    return `allows ${read}: reading secrets is declared by secrets, secretFiles or runtimeParameters`;
  }
  return /^(?:\*|[a-z0-9-]+:[A-Za-z0-9*?]+)$/.test(action)
    ? undefined
    : 'must be an action such as "s3:PutObject": service, colon, name';
}

function resourceProblem(resource: string): string | undefined {
  if (resource === '*') {
    return undefined;
  }
  const { partition = '', service = '', resource: name } = parseArn(resource) ?? {};
  if (!partition || !service || !name || /\s/.test(resource)) {
    return 'must be an ARN such as "arn:aws:s3:::my-logs/web/*"';
  }
  const known = /[*?]/.test(partition) || AWS_PARTITIONS.includes(partition);
  if (!known) {
    return `has an unknown partition, ${shown(partition)}${didYouMean(partition, AWS_PARTITIONS)}`;
  }
  return service === service.toLowerCase() ? undefined : 'must have its service in lower case';
}

/**
 * What is wrong with the operator of an IAM condition.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */
function operatorProblem(operator: string): string | undefined {
  const comparison = operator.replace(QUANTIFIER, '').replace(/IfExists$/, '');
  // "is absent" cannot itself be "if it exists".
  const known = comparison === 'Null' ? !operator.endsWith('IfExists') : COMPARISONS.includes(comparison);
  return known ? undefined : `is not an operator of IAM${didYouMean(comparison, [...COMPARISONS, 'Null'])}`;
}
