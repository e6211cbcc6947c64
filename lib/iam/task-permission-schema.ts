import { atLeastOne, reason, text } from '../validation/fields';
import { objectSchema, withRules, type Rule } from '../validation/object-schema';
import { shown } from '../validation/messages';
import { secretRead, broadAction, broadResource } from './broad-permissions';
import { conditionsSchema } from './condition-schema';
import { resourceProblem } from './resource-problem';
import type { TaskPermission } from './task-permission';

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
  conditions: conditionsSchema.optional(),
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
