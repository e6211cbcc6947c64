import { cdktfErrors } from '../../../commands/rehearsal/cdktf-errors';

test('of a failed deployment, the errors of Terraform without what is put in front of them', () => {
  const output = `dev  aws_vpc.network_vpc (network/vpc): Creating...
dev  Error: creating ECS Service (web): ClusterNotFoundException: Cluster not found.

       with aws_ecs_service.web,
       on cdk.tf.json line 1, in resource.aws_ecs_service.web:
        1: {"name":"web"}
dev

0 Stacks deploying     1 Stack done     0 Stacks waiting
Invoking Terraform CLI failed with exit code 1`;
  expect(cdktfErrors(output)).toBe(`Error: creating ECS Service (web): ClusterNotFoundException: Cluster not found.

  with aws_ecs_service.web,
  on cdk.tf.json line 1, in resource.aws_ecs_service.web:
   1: {"name":"web"}`);
});

test('of a failed plan, the errors of Terraform without the box around them', () => {
  const output = `prod  ╷
      │ Error: Missing required argument
      │
      │   on cdk.tf.json line 3:
      ╵
Stack failed to plan: prod. Please check the logs for more information.`;
  expect(cdktfErrors(output)).toBe('Error: Missing required argument\n\n  on cdk.tf.json line 3:');
});

test('of a failed synthesis, what the program wrote', () => {
  const output = `ERROR: cdktf encountered an error while synthesizing

Synth command: node main.js
Error:         non-zero exit code 1

Command output on stderr:

    environments.dev.size: {"cpu":256} is no combination that Fargate offers

    environments.dev.ingress[0].ports: 0 is not between 1 and 65535



`;
  expect(cdktfErrors(output)).toBe(`environments.dev.size: {"cpu":256} is no combination that Fargate offers
environments.dev.ingress[0].ports: 0 is not between 1 and 65535`);
});

test('of a failure whose reason was lost on the way, what Terraform logged of it', () => {
  const log = `2026-11-24T19:08:41.770Z [ERROR] AttachSchemaTransformer: No provider config schema available
2026-11-24T19:08:41.775Z [ERROR] vertex "aws_ecs_service.web[\\"a\\"]" error: creating ECS Service (web): ClusterNotFoundException
2026-11-24T19:08:41.775Z [ERROR] vertex "aws_ecs_service.web (expand)" error: creating ECS Service (web): ClusterNotFoundException
2026-11-24T19:08:41.776Z [ERROR] vertex "aws_kms_key.key (destroy)" error: Instance cannot be destroyed
`;
  expect(cdktfErrors('dev  aws_vpc.network_vpc: Creating...\n\n0 Stacks deploying     1 Stack done', log)).toBe(
    'Error: creating ECS Service (web): ClusterNotFoundException\nError: Instance cannot be destroyed',
  );
});

test('of anything else, the end', () => {
  const lines = Array.from({ length: 100 }, (_, index) => `line ${index}`);
  expect(cdktfErrors(lines.join('\n')).split('\n')).toEqual(lines.slice(-15));
});

test('never more than a screen', () => {
  const errors = Array.from({ length: 100 }, (_, index) => `dev  Error: number ${index}`);
  const shown = cdktfErrors(errors.join('\n')).split('\n');
  expect(shown).toHaveLength(41);
  expect(shown.at(-1)).toBe('…');
});
