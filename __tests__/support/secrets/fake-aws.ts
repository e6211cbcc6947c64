import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { EC2Client } from '@aws-sdk/client-ec2';
import { ECSClient } from '@aws-sdk/client-ecs';
import { IAMClient } from '@aws-sdk/client-iam';
import { KMSClient } from '@aws-sdk/client-kms';
import { SchedulerClient } from '@aws-sdk/client-scheduler';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SSMClient } from '@aws-sdk/client-ssm';
import { STSClient } from '@aws-sdk/client-sts';
import type { AwsClients } from '../../../commands/aws/aws-clients';
import { sessionWith } from '../../../commands/stores/session';
import { namedAccount } from '../../../lib/account/declared-account';
import type { Environment } from '../../../lib/environment/environment';

/** Answers the requests of one command, by its input and the Region that is asked; throws to refuse. */
export type Answers = Readonly<Record<string, (input: Record<string, unknown>, region: string) => object>>;

export interface Call {
  /** For example `GetParametersCommand`. */
  readonly command: string;
  readonly input: Record<string, unknown>;
}

/** Clients that never reach the network: each request is answered by the function of its command's name. */
export function fakeAws(answers: Answers) {
  const calls: Call[] = [];
  const region = 'ap-northeast-1';
  return { calls, clients: fakeClients(answers, calls, region), answering: answeringWith(answers, calls, region) };
}

/** Has a client, also one that commands seldom need, answered without the network. */
function answeringWith(answers: Answers, calls: Call[], region: string) {
  return <T extends { readonly middlewareStack: unknown }>(client: T): T => {
    // The stacks differ only in the types of what runs through them.
    (client.middlewareStack as SSMClient['middlewareStack']).add(
      (_next, context) => (args) => {
        const command = String(context.commandName);
        const input = { ...args.input } as Record<string, unknown>;
        calls.push({ command, input });
        const answer = answers[command];
        if (answer === undefined) {
          throw new Error(`Nothing was said about ${command}`);
        }
        return Promise.resolve({ output: { $metadata: {}, ...answer(input, region) }, response: {} });
      },
      { step: 'initialize', priority: 'high' },
    );
    return client;
  };
}

function fakeClients(answers: Answers, calls: Call[], region: string): AwsClients {
  const settings = { region, credentials: { accessKeyId: 'test', secretAccessKey: 'test' } };
  const answering = answeringWith(answers, calls, region);
  const clients: AwsClients = {
    cloudWatch: answering(new CloudWatchClient(settings)),
    ec2: answering(new EC2Client(settings)),
    ecs: answering(new ECSClient(settings)),
    ssm: answering(new SSMClient(settings)),
    secretsManager: answering(new SecretsManagerClient(settings)),
    kms: answering(new KMSClient(settings)),
    scheduler: answering(new SchedulerClient(settings)),
    iam: answering(new IAMClient(settings)),
    sts: answering(new STSClient(settings)),
    as: () => clients,
    inRegion: (other) => (other === region ? clients : fakeClients(answers, calls, other)),
  };
  return clients;
}

/** An error as the SDK throws it when AWS answers with one. */
export function awsError(name: string, message = ''): Error {
  return Object.assign(new Error(message), { name, $fault: 'client' });
}

/** A session with such clients, in the account of the environment, or else of the examples. */
export function fakeSession(environment: Environment, answers: Answers) {
  const { calls, clients } = fakeAws(answers);
  const { region } = environment;
  const accountId = namedAccount(environment) ?? '123456789012';
  const location = { partition: 'aws', region, accountId };
  return { calls, session: sessionWith(environment, location, clients) };
}
