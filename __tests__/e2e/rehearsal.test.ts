import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { environments } from '../../environments';
import { waitUntil } from '../../commands/processes/wait-until';
import { startRecordingServer } from './support/recording-server';
import { startRehearsal, type RunningCommand } from './support/rehearsal-command';

const resultSchema = z.object({
  environment: z.string(),
  resources: z.object({ total: z.number(), byType: z.record(z.string(), z.number()) }),
  valuesSet: z.array(z.string()),
  applications: z.array(z.object({ url: z.string(), secretNames: z.array(z.string()) })).min(1),
  secondDiff: z.string(),
  embeddedAws: z.object({ endpoint: z.string() }),
  steps: z.array(z.object({ title: z.string(), seconds: z.number() })),
  directory: z.string().nullable(),
});

const NODE = [process.execPath, 'commands/run.mjs', 'commands/rehearse.ts'] as const;
const NPM = ['npm', 'start', '--'] as const;

let directory: string;
let command: RunningCommand;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'rehearsal-test-support-'));
});
afterEach(() => command.clear());
afterAll(() => rm(directory, { recursive: true, force: true }));

/** A Terraform that does something else than the real one when it applies. */
async function writeTerraform(name: string, apply: string): Promise<string> {
  const file = join(directory, name);
  await writeFile(file, `#!/bin/sh\nif [ "$1" = apply ]; then ${apply}; fi\nexec terraform "$@"\n`);
  await chmod(file, 0o755);
  return file;
}

/** Everything in the directory of the project's own states, by content. */
function ownStates(): string[] {
  const states = resolve('.terraform-state');
  const files = existsSync(states) ? readdirSync(states) : [];
  return files.map(
    (file) =>
      `${file} ${createHash('sha256')
        .update(readFileSync(join(states, file)))
        .digest('hex')}`,
  );
}

describe('a rehearsal', () => {
  test('reaches neither an account nor the project’s own state, whatever the environment says', async () => {
    const trap = await startRecordingServer();
    const marker = join(directory, 'credential-process-was-run');
    const profile = `region = us-east-1\nendpoint_url = ${trap.url}\ncredential_process = touch ${marker}\n`;
    const configuration = join(directory, 'hostile-aws-config');
    await writeFile(configuration, `[default]\n${profile}[profile production]\n${profile}`);
    const services = ['', '_EC2', '_ECS', '_IAM', '_LOGS', '_SECRETS_MANAGER', '_SSM', '_STS', '_S3'];
    const states = ownStates();

    command = await startRehearsal(['dev', '--once', '--json'], {
      ...Object.fromEntries(services.map((service) => [`AWS_ENDPOINT_URL${service}`, trap.url])),
      AWS_PROFILE: 'production',
      AWS_CONFIG_FILE: configuration,
      AWS_SHARED_CREDENTIALS_FILE: configuration,
      AWS_SDK_LOAD_CONFIG: '1',
      AWS_REGION: 'us-east-1',
      AWS_DEFAULT_REGION: 'us-east-1',
      AWS_CONTAINER_CREDENTIALS_FULL_URI: `${trap.url}/credentials`,
      AWS_EC2_METADATA_SERVICE_ENDPOINT: trap.url,
      AWS_USE_FIPS_ENDPOINT: 'true',
      AWS_CA_BUNDLE: '/nonexistent/ca.pem',
      AWS_RETRY_MODE: 'nonsense',
      TF_VAR_parameter_MY_PARAM_1: 'a value for another account',
      TF_CLI_ARGS_apply: '-destroy',
      TF_DATA_DIR: join(directory, 'terraform-data'),
      TF_WORKSPACE: 'production',
      TF_LOG: 'trace',
      CDKTF_OUTDIR: join(directory, 'elsewhere'),
    });
    const { exitCode, stdout, stderr } = await command.ended;
    await trap.stop();

    expect({ exitCode, stderr }).toMatchObject({ exitCode: 0 });
    const result = resultSchema.parse(JSON.parse(stdout));
    expect(result).toMatchObject({
      environment: 'dev',
      applications: expect.arrayContaining([
        expect.objectContaining({ secretNames: expect.arrayContaining(['MY_PARAM_1', 'MY_PARAM_2']) as string[] }),
      ]) as object[],
      secondDiff: 'no changes',
      directory: null,
    });
    expect(result.resources.byType).toMatchObject({
      aws_vpc: 1,
      aws_subnet: 2,
      aws_ecs_service: Object.keys(environments.dev.services).length,
    });
    expect(trap.requests).toEqual([]);
    expect(existsSync(marker)).toBe(false);
    expect(ownStates()).toEqual(states);
    expect(await command.leftovers()).toEqual([]);
  });

  test('stays until Ctrl-C, with the page of the application open', async () => {
    command = await startRehearsal(['dev', '--json']);
    expect(await command.sees('Ctrl-C stops everything')).toBe(true);
    const [, url = ''] = /"url": "([^"]+)"/.exec(command.output()) ?? [];
    const page = await fetch(url, { headers: { accept: 'text/html' } });
    expect(await page.text()).toContain('MY_PARAM_1');

    // So that nothing left over, below, means something.
    expect(await command.leftovers()).not.toEqual([]);

    command.signal('SIGINT');
    const { exitCode, stdout } = await command.ended;
    expect(exitCode).toBe(0);
    const { applications, embeddedAws } = resultSchema.parse(JSON.parse(stdout));
    for (const address of [...applications.map(({ url }) => url), embeddedAws.endpoint]) {
      await expect(fetch(address)).rejects.toThrow();
    }
    expect(await command.leftovers()).toEqual([]);
  });

  test('that is interrupted stops what it started', async () => {
    command = await startRehearsal(['dev'], {
      TERRAFORM_BINARY_NAME: await writeTerraform('slow-terraform', 'echo apply; sleep 300'),
    });
    expect(await command.sees('[STARTED] Deploy dev')).toBe(true);
    // Time enough to get to Terraform's `init` or `apply`.
    await new Promise((wait) => setTimeout(wait, 4000));
    command.signal('SIGINT');
    const { exitCode, stderr } = await command.ended;
    expect(exitCode).toBe(130);
    expect(stderr).toContain('Interrupted: everything was stopped.');
    expect(await command.leftovers()).toEqual([]);
  });

  // npm passes on neither: a SIGTERM goes to its shell, a SIGHUP to nobody, unless they come from a terminal.
  test.each([
    ['SIGHUP', NODE],
    ['SIGKILL', NODE],
    ['SIGTERM', NPM],
  ] as const)('that ends by %s to %j leaves no process and no file', async (signal, start) => {
    command = await startRehearsal(['dev'], {}, start);
    // From here on there is all that could be left, the sockets of the provider included.
    const isDeploying = () => Promise.resolve(command.process('terraform-provider-aws') !== undefined);
    expect(await waitUntil(isDeploying, { seconds: 300 })).toBe(true);
    command.signal(signal);
    await command.ended;
    const isClean = async () => (await command.leftovers()).length === 0;
    await waitUntil(isClean, { seconds: 30 });
    expect(await command.leftovers()).toEqual([]);
  });

  test('in which Terraform is killed says so', async () => {
    command = await startRehearsal(['dev'], {
      TERRAFORM_BINARY_NAME: await writeTerraform('killed-terraform', 'kill -s KILL $$'),
    });
    const { exitCode, stderr } = await command.ended;
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(
      /\nDeploy dev: failed\n\nTerraform was ended from outside, by signal 9\.\n\nSignal 9 may mean .*$/,
    );
    expect(await command.leftovers()).toEqual([]);
  });

  test('whose embedded AWS is killed says so', async () => {
    command = await startRehearsal(['dev'], {
      TERRAFORM_BINARY_NAME: await writeTerraform('waiting-terraform', 'echo apply; sleep 300'),
    });
    expect(await command.sees('[STARTED] Deploy dev')).toBe(true);
    process.kill(command.process('moto_server') ?? Number.NaN, 'SIGKILL');
    const { exitCode, stderr } = await command.ended;
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(
      /\nDeploy dev: failed\n\nThe embedded AWS ended, [^]*SIGKILL.*\n\nStart the rehearsal again\./,
    );
    expect(await command.leftovers()).toEqual([]);
  });

  test('that fails says in which step, why and what to do', async () => {
    const broken = `echo '{"resource":{"aws_vpc":{"broken":{"cidr_block":"10.0.0.0/8"}}}}' > broken.tf.json`;
    command = await startRehearsal(['dev', '--once', '--json'], {
      TERRAFORM_BINARY_NAME: await writeTerraform('broken-terraform', broken),
    });
    const { exitCode, stdout } = await command.ended;
    expect(exitCode).toBe(1);
    const { error, remedy } = z.object({ error: z.string(), remedy: z.string() }).parse(JSON.parse(stdout));
    expect(error).toMatch(/^Deploy dev: failed\n\nError: expected "cidr_block" to contain .* got: 8\n/);
    expect(remedy).toContain('--keep');
    expect(error.split('\n').length).toBeLessThan(15);
    expect(await command.leftovers()).toEqual([]);
  });

  test.each([
    {
      title: 'an environment that does not exist',
      args: ['production'],
      environment: {},
      exitCode: 2,
      message: /^There is no environment "production"; choose .*"dev"/,
    },
    {
      title: 'a missing Terraform',
      args: ['dev'],
      environment: { TERRAFORM_BINARY_NAME: 'no-such-terraform' },
      exitCode: 2,
      message:
        /TERRAFORM_BINARY_NAME names no-such-terraform, which is not installed\.\n\nInstall Terraform 1\.11 or later/,
    },
    { title: 'a wrong port', args: ['--port', '70000'], environment: {}, exitCode: 2, message: /from 1 to 65535/ },
  ])('refuses $title', async ({ args, environment, exitCode, message }) => {
    command = await startRehearsal(args, environment);
    const result = await command.ended;
    expect(result.exitCode).toBe(exitCode);
    expect(result.stderr).toMatch(message);
    expect(await command.leftovers()).toEqual([]);
  });
});
