import { explainStoppedTask, wordsOfEcs } from '../../../../commands/ecs/stopped-tasks/explain-stopped-task';
import type { StoppedTask } from '../../../../commands/ecs/stopped-tasks/stopped-task';
import type { Environment } from '../../../../lib/environment/environment';
import { serviceWorkloads } from '../../../../lib/environment/workloads';
import { environmentConfig, serviceDefinition } from '../../../support/environment-config';

const environment: Environment = {
  ...environmentConfig({ application: 'shop', services: { web: serviceDefinition({ image: 'shop:1.0.0' }) } }),
  name: 'dev',
};
const [workload = fail()] = serviceWorkloads(environment);

function fail(): never {
  throw new Error('There is a service.');
}

const stopped = (fields: Partial<StoppedTask>): StoppedTask => ({
  id: '0f9de17a6465404e8b1b2356dc13c2f8',
  containers: [],
  ...fields,
});
const explain = (fields: Partial<StoppedTask>) => explainStoppedTask(stopped(fields), { environment, workload });

const PULL_SECRETS = 'ResourceInitializationError: unable to pull secrets or registry auth:';
const FROM_ASM = `${PULL_SECRETS} execution resource retrieval failed: unable to retrieve secret from asm: service call has been retried 1 time(s):`;
const FROM_SSM = `${PULL_SECRETS} execution resource retrieval failed: unable to retrieve secrets from ssm: service call has been retried 1 time(s):`;
const SECRET = 'arn:aws:secretsmanager:ap-northeast-1:123456789012:secret:shop/dev/database-AbCdEf';
const ROLE = 'arn:aws:sts::123456789012:assumed-role/shop-dev-web-execution/0f9de17a6465404e8b1b2356dc13c2f8';

// As ECS wrote them into stopped tasks, by what people showed of them; names and ARNs are changed.
describe('the reason of a task that stopped is explained:', () => {
  it.each<[string, string, string, string]>([
    [
      'a JSON key that is not there',
      `${FROM_ASM} retrieved secret from Secrets Manager did not contain json key password`,
      'A secret has no JSON key password',
      'npm run secrets -- check dev --deep',
    ],
    [
      'no JSON where a key is wanted',
      `${FROM_ASM} invalid character '\\'' looking for beginning of value`,
      'A secret, of which a JSON key is selected, is not a JSON object',
      'npm run secrets -- check dev --deep',
    ],
    [
      'a denied secret',
      `${FROM_ASM} failed to fetch secret ${SECRET} from secrets manager: AccessDeniedException: User: ${ROLE} is not authorized to perform: secretsmanager:GetSecretValue on resource: ${SECRET} because no identity-based policy allows the secretsmanager:GetSecretValue action status code: 400`,
      'The role shop-dev-web-execution may not secretsmanager:GetSecretValue on shop/dev/database',
      'npx cdktf deploy dev',
    ],
    [
      'a denied parameter',
      `${FROM_SSM} AccessDeniedException: User: ${ROLE} is not authorized to perform: ssm:GetParameters on resource: arn:aws:ssm:ap-northeast-1:123456789012:parameter/shop/dev/api-token because no identity-based policy allows the ssm:GetParameters action`,
      'The role shop-dev-web-execution may not ssm:GetParameters on /shop/dev/api-token',
      'npx cdktf deploy dev',
    ],
    [
      'a key of Secrets Manager that may not be used',
      `${FROM_ASM} failed to fetch secret ${SECRET} from secrets manager: AccessDeniedException: Access to KMS is not allowed status code: 400, request id: a87a66d9-f839-4353-b8c2-9984b1465695`,
      'shop/dev/database could not be decrypted',
      'npm run secrets -- check dev --deep',
    ],
    [
      'a key of Parameter Store that may not be used',
      `${FROM_SSM} AccessDeniedException: The ciphertext refers to a customer master key that does not exist, does not exist in this region, or you are not allowed to access.`,
      'A secret could not be decrypted',
      'npx cdktf deploy dev',
    ],
    [
      'a disabled key of Secrets Manager',
      `${FROM_ASM} failed to fetch secret ${SECRET} from secrets manager: DecryptionFailure: Secrets Manager can't decrypt the protected secret text using the provided KMS key`,
      'shop/dev/database could not be decrypted',
      'npm run secrets -- check dev --deep',
    ],
    [
      'a disabled key of Parameter Store',
      `${FROM_SSM} InvalidKeyId: arn:aws:kms:ap-northeast-1:123456789012:key/k is disabled.`,
      'A secret could not be decrypted',
      'npm run secrets -- check dev --deep',
    ],
    [
      'a parameter that is not there',
      `${FROM_SSM} invalid ssm parameters: /shop/dev/api-token`,
      'There is no parameter /shop/dev/api-token',
      'npx cdktf deploy dev',
    ],
    [
      'several parameters that are not there',
      'Fetching secret data from SSM Parameter Store in us-east-2: invalid parameters: /shop/dev/a,/shop/dev/b.',
      'There is no parameter /shop/dev/a, /shop/dev/b',
      'npx cdktf deploy dev',
    ],
    [
      'a deleted secret',
      `${FROM_ASM} failed to fetch secret ${SECRET} from secrets manager: InvalidRequestException: You can't perform this operation on the secret because it was marked for deletion.`,
      'shop/dev/database was deleted',
      'aws secretsmanager restore-secret --secret-id shop/dev/database --region ap-northeast-1',
    ],
    [
      'a label that no version has',
      `${PULL_SECRETS} unable to retrieve secret from asm: ResourceNotFoundException: Secrets Manager can't find the specified secret value for staging label: AWSCURENT`,
      'A secret has no version with the staging label AWSCURENT',
      'npm run secrets -- history dev NAME',
    ],
    [
      'a version that is gone',
      `${FROM_ASM} failed to fetch secret ${SECRET} from secrets manager: ResourceNotFoundException: Secrets Manager can't find the specified secret value for VersionId: 19362400-a3ca-4905-932f-eb0a2928189d`,
      'shop/dev/database has no version with the id 19362400-a3ca-4905-932f-eb0a2928189d',
      'npm run secrets -- history dev shop/dev/database',
    ],
    [
      'a secret that does not exist',
      `${FROM_ASM} failed to fetch secret ${SECRET} from secrets manager: ResourceNotFoundException: Secrets Manager can't find the specified secret.`,
      'shop/dev/database does not exist in Secrets Manager',
      'npx cdktf deploy dev',
    ],
    [
      'a secret that does not exist, in newer words',
      `ResourceInitializationError: The task can't retrieve the secret with ARN '${SECRET}' from AWS Secrets Manager. Check that the secret ARN is correct`,
      'shop/dev/database does not exist in Secrets Manager',
      'npx cdktf deploy dev',
    ],
    [
      'no way to Secrets Manager',
      `${PULL_SECRETS} execution resource retrieval failed: unable to retrieve secret from asm: service call has been retried 5 time(s): failed to fetch secret ${SECRET} from secrets manager: RequestCanceled: request context canceled caused by: context deadline exceeded. Please check your task network configuration.`,
      'The task did not reach Secrets Manager',
      'egress to tcp/443',
    ],
    [
      'no way to Parameter Store',
      `${PULL_SECRETS} unable to retrieve secrets from ssm: The task cannot pull secrets from AWS Systems Manager. There is a connection issue between the task and AWS Systems Manager Parameter Store. Check your task network configuration. RequestCanceled: request context canceled caused by: context deadline exceeded`,
      'The task did not reach Parameter Store',
      'public address (assignPublicIp)',
    ],
    [
      'no way to ECR',
      `${PULL_SECRETS} The task cannot pull registry auth from Amazon ECR: There is a connection issue between the task and Amazon ECR. Check your task network configuration. operation error ECR: GetAuthorizationToken, exceeded maximum number of attempts, 3, https response error StatusCode: 0, RequestID: , request send failed, Post "https://api.ecr.eu-north-1.amazonaws.com/": dial tcp 13.53.180.123:443: i/o timeout`,
      'The task did not reach the image registry',
      'egress to tcp/443',
    ],
    [
      'no way to another registry',
      'CannotPullContainerError: pull image manifest has been retried 5 time(s): failed to resolve ref docker.io/library/latest:latest: failed to do request: Head "https://registry-1.docker.io/v2/library/latest/manifests/latest": dial tcp 44.205.64.79:443: i/o timeout',
      'The task did not reach the image registry',
      'egress to tcp/443',
    ],
    [
      'no way to the logs',
      'ResourceInitializationError: failed to validate logger args: The task cannot find the Amazon CloudWatch log group defined in the task definition. There is a connection issue between the task and Amazon CloudWatch. Check your network configuration. : signal: killed',
      'The task did not reach CloudWatch Logs',
      'egress to tcp/443',
    ],
    [
      'a log group that is not there',
      'ResourceInitializationError: failed to validate logger args: create stream has been retried 1 times: failed to create Cloudwatch log stream: ResourceNotFoundException: The specified log group does not exist.',
      'Its log group does not exist',
      'npx cdktf deploy dev',
    ],
    [
      'an image that is not there',
      'CannotPullContainerError: pull image manifest has been retried 7 time(s): failed to resolve ref 123456789012.dkr.ecr.ap-northeast-1.amazonaws.com/shop:1.0.0: not found',
      'There is no image shop:1.0.0',
      'aws ecr describe-images --repository-name shop --region ap-northeast-1',
    ],
    [
      'an image of another container that is not there',
      'CannotPullContainerError: pull image manifest has been retried 1 time(s): failed to resolve ref public.ecr.aws/docker/library/busybox@sha256:0123abcd: public.ecr.aws/docker/library/busybox@sha256:0123abcd: not found',
      'There is no image public.ecr.aws/docker/library/busybox@sha256:0123abcd',
      'docker manifest inspect public.ecr.aws/docker/library/busybox@sha256:0123abcd',
    ],
    [
      'an image that another registry does not know',
      'CannotPullContainerError: Error response from daemon: manifest for shop:1.0.0 not found: manifest unknown: Requested image not found',
      'There is no image shop:1.0.0',
      'Push it, or correct the tag',
    ],
    [
      'an image that may not be pulled',
      `${PULL_SECRETS} execution resource retrieval failed: unable to retrieve ecr registry auth: service call has been retried 1 time(s): AccessDeniedException: User: ${ROLE} is not authorized to perform: ecr:GetAuthorizationToken on resource: * because no identity-based policy allows the ecr:GetAuthorizationToken action`,
      'The execution role may not pull the image shop:1.0.0: it lacks ecr:GetAuthorizationToken',
      'npx cdktf deploy dev',
    ],
    [
      'an image that a pull-through cache has not fetched yet',
      `CannotPullContainerError: AccessDeniedException: User: ${ROLE} is not authorized to perform: ecr:BatchImportUpstreamImage on resource: arn:aws:ecr:ap-northeast-1:123456789012:repository/shop because no identity-based policy allows the ecr:BatchImportUpstreamImage action`,
      'The execution role may not have ECR fetch the image shop:1.0.0: it lacks ecr:BatchImportUpstreamImage',
      'pullThroughCaches',
    ],
    [
      'an image that another registry keeps for others',
      'CannotPullContainerError: ref pull has been retried 1 time(s): failed to pull and unpack image "123456789.dkr.ecr.us-east-1.amazonaws.com/shop:1.0.0": failed to resolve reference: unexpected status code 403 Forbidden',
      'The execution role may not pull the image shop:1.0.0',
      'npx cdktf deploy dev',
    ],
    [
      'an image of another CPU architecture',
      "CannotPullContainerError: pull image manifest has been retried 7 time(s): image Manifest does not contain descriptor matching platform 'linux/amd64'",
      'The image shop:1.0.0 is built for another CPU architecture than linux/amd64',
      'docker build --platform linux/amd64',
    ],
    [
      'an image of another CPU architecture, in older words',
      'CannotPullContainerError: failed to find a descriptor for platform {linux/amd64}',
      'The image shop:1.0.0 is built for another CPU architecture than linux/amd64',
      'docker build --platform linux/amd64',
    ],
    [
      'too many pulls',
      'CannotPullContainerError: inspect image has been retried 5 time(s): httpReaderSeeker: failed open: unexpected status code https://registry-1.docker.io/v2/: 429 Too Many Requests - Server message: toomanyrequests: You have reached your pull rate limit.',
      'The image registry refuses more pulls for now',
      'Try again later',
    ],
    [
      'any other failure to pull',
      "CannotPullContainerError: ref pull has been retried 1 time(s): number of layers and diffIDs don't match: 3 != 15",
      'The image shop:1.0.0 could not be pulled',
      'See the message of ECS',
    ],
    [
      'a role that ECS may not use',
      "ECS was unable to assume the role 'arn:aws:iam::123456789012:role/shop-dev-web-execution' that was provided for this task. Please verify that the role being passed has the proper trust relationship and permissions and that your IAM user has permissions to pass this role.",
      'ECS may not use the role shop-dev-web-execution',
      'wait a minute and try again',
    ],
    [
      'a health check that failed',
      'Task failed container health checks',
      'web started, but its health check failed',
      'aws logs tail /ecs/shop/dev/web --since 1h --region ap-northeast-1',
    ],
    [
      'no capacity',
      'Capacity is unavailable at this time. Please try again later or in a different availability zone',
      'AWS had no capacity for the task at that time',
      'Try again in a few minutes',
    ],
    [
      'no network interface',
      'Timeout waiting for network interface provisioning to complete.',
      'AWS had no capacity for the task at that time',
      'Try again in a few minutes',
    ],
    [
      'a quota',
      "You've reached the limit on the number of vCPUs you can run concurrently",
      'The account may not have more vCPUs at the same time',
      'higher Fargate quota',
    ],
    ['a person', 'Task stopped by user', 'Somebody stopped the task', 'CloudTrail'],
  ])('%s', (_, stoppedReason, what, remedy) => {
    const explanation = explain({ stoppedReason, stopCode: 'TaskFailedToStart' });
    expect(explanation.what).toContain(what);
    expect(explanation.remedy).toContain(remedy);
  });

  const EXITED = { stopCode: 'EssentialContainerExited', stoppedReason: 'Essential container in task exited' };

  it.each<[string, StoppedTask['containers'], string, string]>([
    ['an application that gave up', [{ name: 'web', exitCode: 1 }], 'web ended with code 1', 'check dev --deep'],
    ['a command that is not there', [{ name: 'web', exitCode: 127 }], 'its command was not found', 'aws logs tail'],
    ['an application that was killed', [{ name: 'web', exitCode: 137 }], 'it ran out of memory', 'aws logs tail'],
    ['an application that was done', [{ name: 'web', exitCode: 0 }], 'web ended with code 0', 'must keep running'],
    [
      'too little memory',
      [{ name: 'web', exitCode: 137, reason: 'OutOfMemoryError: Container killed due to memory usage' }],
      'used more than its 512 MiB of memory',
      '`size` of web',
    ],
    [
      'a command that is not in the image',
      [
        {
          name: 'web',
          reason:
            'CannotStartContainerError: ResourceInitializationError: failed to create new container runtime task: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: exec: "nodee": executable file not found in $PATH: unknown',
        },
      ],
      'The command of web is not in its image',
      'Compare the command that it was started with',
    ],
    [
      'secret files that could not be written',
      [{ name: 'web' }, { name: 'web-secret-files', exitCode: 1 }],
      'The secret files of web could not be written: their container ended with code 1',
      'aws logs tail /ecs/shop/dev/web',
    ],
  ])('%s', (_, containers, what, remedy) => {
    const explanation = explain({ ...EXITED, containers });
    expect(explanation.what).toContain(what);
    expect(explanation.remedy).toContain(remedy);
  });

  describe('of several containers', () => {
    const config = serviceDefinition({
      image: 'shop:1.0.0',
      sidecars: { metrics: { image: 'shop/metrics:2.0.0', user: '1:1' } },
    });
    const [several = fail()] = serviceWorkloads({ ...environment, services: { web: config } });
    const explainSeveral = (fields: Partial<StoppedTask>) =>
      explainStoppedTask(stopped(fields), { environment, workload: several });

    it('the one that failed, and not those that were stopped with it', () => {
      const containers = [
        { name: 'web', exitCode: 143 },
        { name: 'metrics', exitCode: 3 },
      ];
      expect(explainSeveral({ ...EXITED, containers }).what).toBe('metrics ended with code 3');
    });

    it('the one whose secret files could not be written', () => {
      const containers = [{ name: 'web' }, { name: 'metrics-secret-files', exitCode: 1 }];
      expect(explainSeveral({ ...EXITED, containers }).what).toContain(
        'The secret files of metrics could not be written',
      );
    });

    it('the one whose image could not be pulled', () => {
      const pull = (image: string) =>
        explainSeveral({
          stoppedReason: `CannotPullContainerError: pull access denied for 123456789012.dkr.ecr.ap-northeast-1.amazonaws.com/${image}`,
        }).what;
      expect(pull('shop/metrics:2.0.0')).toContain('may not pull the image shop/metrics:2.0.0');
      expect(pull('shop:1.0.0')).toContain('may not pull the image shop:1.0.0');
    });
  });

  it('where to look for an image of another account', () => {
    const image = '210987654321.dkr.ecr.eu-west-1.amazonaws.com/team/app:1.2';
    const [foreign = fail()] = serviceWorkloads({ ...environment, services: { web: serviceDefinition({ image }) } });
    const task = stopped({ stoppedReason: 'CannotPullContainerError: manifest unknown' });
    expect(explainStoppedTask(task, { environment, workload: foreign }).remedy).toContain(
      'aws ecr describe-images --registry-id 210987654321 --repository-name team/app --region eu-west-1',
    );
  });

  it('a reason that nobody knows, in the words of ECS', () => {
    expect(explain({ stoppedReason: 'The moon was in the way.' })).toEqual({
      what: 'It stopped: The moon was in the way.',
      remedy: expect.stringContaining('stopped-task-error-codes.html') as unknown,
    });
    expect(explain({}).what).toBe('It stopped: ECS gives no reason');
  });

  it('and what is quoted shows no character of a value', () => {
    const task = stopped({
      stoppedReason: `${FROM_ASM} invalid character '\\'' looking for beginning of value`,
      containers: [{ name: 'web', reason: "invalid character 'p' after object key" }],
    });
    expect(wordsOfEcs(task)).toBe(
      `${FROM_ASM} invalid character looking for beginning of value | invalid character after object key`,
    );
  });
});
