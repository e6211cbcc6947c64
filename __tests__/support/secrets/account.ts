import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { GetSecretValueCommand, type SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { GetParameterCommand, type SSMClient } from '@aws-sdk/client-ssm';
import { awsClients } from '../../../commands/aws/aws-clients';
import { startEmbeddedAws } from '../../../commands/embedded-aws/embedded-aws';
import { environments } from './environments';
import { runAtTerminal, runRedirected, runSecretsProcess, type Ended, type Typed } from './run-secrets';
import { deploySecrets } from './seed';

/** Every value that a test sets or stores has it, so that no output may. */
export const CANARY = 'canary-5d41402abc4b2a76b9719d911017c592';

/** An account in an embedded AWS, and the commands as an operator runs them on it. */
export interface Account {
  readonly ssm: SSMClient;
  readonly secretsManager: SecretsManagerClient;
  /** A directory for the files of a test. */
  readonly directory: string;
  /** Runs a command with a pipe for its input and outputs. */
  secrets(args: readonly string[], input?: string, environment?: NodeJS.ProcessEnv): Promise<Ended>;
  /** The same with outputs that a shell redirects, as by `>/dev/full`. */
  redirected(redirection: string, args: readonly string[], input?: string): Promise<Ended>;
  atTerminal(args: readonly string[], typed: readonly Typed[], environment?: NodeJS.ProcessEnv): Promise<Ended>;
  parameterValue(name: string): Promise<string | undefined>;
  secretValue(name: string): Promise<string | undefined>;
  /** The outputs and temporary files in which a canary was found. */
  leaks(): string[];
  /** What the commands have left in their directory for temporary files. */
  temporaryFiles(): string[];
  stop(): Promise<void>;
}

export async function startAccount(): Promise<Account> {
  const directory = mkdtempSync(join(tmpdir(), 'secrets-'));
  const temporary = join(directory, 'tmp');
  mkdirSync(temporary);
  const aws = await startEmbeddedAws({ processEnvironment: process.env, logFile: join(directory, 'aws.log') });
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: aws.endpoint,
    AWS_ACCESS_KEY_ID: aws.credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: aws.credentials.secretAccessKey,
    AWS_EC2_METADATA_DISABLED: 'true',
  });
  const { ssm, secretsManager } = awsClients({ region: 'ap-northeast-1' });
  for (const name of ['alpha', 'beta', 'own-key'] as const) {
    await deploySecrets({ ...environments[name], name });
  }

  const outputs: string[] = [];
  const recorded = async (running: Promise<Ended>) => {
    const ended = await running;
    outputs.push(ended.stdout, ended.stderr);
    return ended;
  };
  const ownDirectory = { TMPDIR: temporary };
  return {
    ssm,
    secretsManager,
    directory,
    secrets: (args, input, environment) =>
      recorded(runSecretsProcess(args, input, { ...ownDirectory, ...environment })),
    redirected: (redirection, args, input) => recorded(runRedirected(redirection, args, input, ownDirectory)),
    atTerminal: (args, typed, environment) => recorded(runAtTerminal(args, typed, { ...ownDirectory, ...environment })),
    parameterValue: async (Name) =>
      (await ssm.send(new GetParameterCommand({ Name, WithDecryption: true }))).Parameter?.Value,
    secretValue: async (SecretId) => (await secretsManager.send(new GetSecretValueCommand({ SecretId }))).SecretString,
    leaks: () => [
      ...outputs.filter((output) =>
        [output, withoutLayout(output)].some((text) => text.includes(CANARY) || text.includes('PRIVATE KEY-----')),
      ),
      ...readdirSync(temporary, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map(({ parentPath, name }) => join(parentPath, name))
        .filter((file) => readFileSync(file).includes(CANARY)),
    ],
    temporaryFiles: () => readdirSync(temporary),
    stop: async () => {
      await aws.stop();
      rmSync(directory, { recursive: true });
    },
  };
}

/** What a terminal shows, without what would hide a text in it: line breaks, colours and movements of the cursor. */
function withoutLayout(output: string): string {
  return stripVTControlCharacters(output).replace(/[\r\n]/g, '');
}
