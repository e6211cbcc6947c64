import { z } from 'zod';
import { AWS_PARTITIONS } from '../environment/aws-regions';
import { atLeastOne, mapOf, matching, text } from '../validation/fields';
import { knownObject, obeying, type Rule } from '../validation/known-object';
import { didYouMean, shown } from '../validation/messages';
import { operatorProblem } from './condition-operators';
import { secretRead, wideAction, wideResource } from './permission-width';
import type { TaskPermission } from './task-permission';

const conditionKey = matching(/^[a-zA-Z0-9-]+:.+$/, 'must be a condition key, for example "aws:SourceVpce"');
const conditionValue = z.union([text(), atLeastOne(text(), 'value')]);

const widthRule: Rule<TaskPermission> = {
  needs: ['actions', 'resources', 'reason'],
  check: ({ actions, resources, reason }, report) => {
    for (const [index, action] of actions.entries()) {
      const problem = wideAction(action);
      if (problem !== undefined && reason === undefined && secretRead(action) === undefined) {
        report(`${shown(action)} ${problem}; give the reason, or name less`, ['actions', index]);
      }
    }
    for (const [index, resource] of resources.entries()) {
      const problem = wideResource(resource);
      if (problem !== undefined && reason === undefined && resourceProblem(resource) === undefined) {
        report(`${shown(resource)} ${problem}; give the reason, or name less`, ['resources', index]);
      }
    }
  },
};

export const taskPermissionSchema = knownObject<TaskPermission>({
  actions: atLeastOne(text(actionProblem), 'action'),
  resources: atLeastOne(text(resourceProblem), 'resource'),
  conditions: mapOf(mapOf(conditionValue, conditionKey), operatorProblem).optional(),
  reason: text(matching(/\S/, 'must not be empty')).optional(),
}).check(obeying<TaskPermission>([widthRule]));

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
  const [prefix, partition = '', service = ''] = resource.split(':');
  if (prefix !== 'arn' || !/^arn:[^:]+:[^:]+:[^:]*:[^:]*:.+$/.test(resource) || /\s/.test(resource)) {
    return 'must be an ARN such as "arn:aws:s3:::my-logs/web/*"';
  }
  const known = /[*?]/.test(partition) || AWS_PARTITIONS.includes(partition);
  if (!known) {
    return `has an unknown partition, ${shown(partition)}${didYouMean(partition, AWS_PARTITIONS)}`;
  }
  return service === service.toLowerCase() ? undefined : 'must have its service in lower case';
}
