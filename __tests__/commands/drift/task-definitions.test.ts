import { taskDefinitionDrift } from '../../../commands/drift/task-definitions';
import { declareTask } from '../../../commands/ecs/declared-task';
import { secretsManager } from '../../../lib/secrets/secret-source';
import { environmentConfig } from '../../support/environment-config';
import { awsError, fakeSession, type Answers } from '../../support/secrets/fake-aws';

const ARN = 'arn:aws:ecs:ap-northeast-1:123456789012:task-definition/shop-dev-migrate:8';
const SECRET_ARN = 'arn:aws:secretsmanager:ap-northeast-1:123456789012:secret:shop/dev/key-AbCdEf';
const image = 'public.ecr.aws/shop/shop:1';
const tasks = { migrate: { image, size: { cpu: 256, memoryMiB: 512 }, secrets: { KEY: secretsManager('key') } } };
const environment = { ...environmentConfig({ application: 'shop', services: {}, tasks }), name: 'dev' };

/** What is found where the latest task definition has this image. */
async function drift(latest: string, answers: Answers = {}) {
  const secret = { DescribeSecretCommand: () => ({ Name: 'shop/dev/key', ARN: SECRET_ARN }) };
  const declared = await declareTask(fakeSession(environment, secret).session, {
    kind: 'task',
    name: 'migrate',
    config: tasks.migrate,
  });
  const { session } = fakeSession(environment, {
    ...secret,
    DescribeTaskDefinitionCommand: () => ({
      taskDefinition: {
        taskDefinitionArn: ARN,
        ...declared,
        containerDefinitions: declared.containers.map((container) => ({ ...container, image: latest })),
      },
    }),
    ...answers,
  });
  return taskDefinitionDrift(session);
}

const thrown = (error: Error) => () => {
  throw error;
};

test('finds nothing where the latest task definition is the declared one', async () => {
  await expect(drift(image)).resolves.toEqual([]);
});

test('finds one that somebody else registered, which would be the next to be started', async () => {
  await expect(drift('public.ecr.aws/evil/shop:1')).resolves.toEqual([
    {
      resource: 'task definition shop-dev-migrate:8',
      found:
        'is the latest of migrate, and differs:\n' +
        `- the container "migrate": image is "public.ecr.aws/evil/shop:1", declared is "${image}"`,
      declared: 'another one, so that npm run task does not start it',
      remedy:
        'If the declaration was changed, deploy it: npx cdktf deploy dev. Otherwise find out who registered it, and remove it: ' +
        `aws ecs deregister-task-definition --task-definition ${ARN} --region ap-northeast-1`,
    },
  ]);
});

test.each<[string, Answers]>([
  ['the task is not deployed', { DescribeTaskDefinitionCommand: thrown(awsError('ClientException')) }],
  ['a secret is missing', { DescribeSecretCommand: thrown(awsError('ResourceNotFoundException')) }],
])('leaves it to the diff that %s', async (_what, answers) => {
  await expect(drift('public.ecr.aws/evil/shop:1', answers)).resolves.toEqual([]);
});

test('fails if it may not look, instead of finding nothing', async () => {
  const denied = { DescribeTaskDefinitionCommand: thrown(awsError('AccessDeniedException')) };
  await expect(drift(image, denied)).rejects.toThrow('ecs:DescribeTaskDefinition');
});
