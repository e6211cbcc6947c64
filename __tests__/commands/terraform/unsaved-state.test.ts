import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { terraformRemedy } from '../../../commands/terraform/terraform-failure';
import { unsavedState } from '../../../commands/terraform/unsaved-state';
import { environmentConfig } from '../../support/environment-config';

// What a full disk leaves was seen on a tmpfs with Terraform 1.11.4, which writes a state in its place.
const WHOLE = '{"version":4,"serial":24,"resources":[]}';
const CUT_OFF = WHOLE.slice(0, 20);

const local = { ...environmentConfig(), name: 'dev' };
const shared = { ...local, stateBackend: { type: 's3', bucket: 'shop-state' } } as const;

let project: string;
let directory: string;

beforeEach(() => {
  project = mkdtempSync(join(tmpdir(), 'unsaved-state-'));
  directory = join(project, 'cdktf.out', 'stacks', 'dev');
  mkdirSync(directory, { recursive: true });
});
afterEach(() => rmSync(project, { recursive: true }));

function write(file: string, text: string): void {
  mkdirSync(dirname(join(project, file)), { recursive: true });
  writeFileSync(join(project, file), text);
}

/** As a person reads it, with paths seen from the project. */
function said(environment: typeof local | typeof shared, terraformSaid?: string) {
  const failure = unsavedState(directory, environment, terraformSaid);
  return failure && `${failure.message}\n${failure.remedy}`.replaceAll(`${project}/`, '');
}

const PUSH =
  'terraform -chdir=cdktf.out/stacks/dev state push errored.tfstate && rm cdktf.out/stacks/dev/errored.tfstate';
const COPY =
  'cp cdktf.out/stacks/dev/errored.tfstate .terraform-state/dev.tfstate && rm cdktf.out/stacks/dev/errored.tfstate';

test('nothing is said where Terraform saved its state', () => {
  write('.terraform-state/dev.tfstate', WHOLE);
  expect(said(local)).toBeUndefined();
});

describe('a state that Terraform could not save', () => {
  test('of a bucket is pushed, after a lock that is held is released', () => {
    write('cdktf.out/stacks/dev/errored.tfstate', WHOLE);
    expect(said(shared)).toContain(PUSH);
    expect(said(shared)).toContain('terraform -chdir=cdktf.out/stacks/dev force-unlock ID');
  });

  test.each([undefined, WHOLE])('is pushed where the file of the state is none, or whole: %j', (state) => {
    write('cdktf.out/stacks/dev/errored.tfstate', WHOLE);
    if (state !== undefined) {
      write('.terraform-state/dev.tfstate', state);
    }
    expect(said(local)).toContain(PUSH);
    expect(said(local)).not.toContain('force-unlock');
  });

  // `state push` fails with "Unsupported state file format" then, as it reads the one that it is to replace.
  test.each([CUT_OFF, ''])('is copied over the file of the state where that is cut off: %j', (state) => {
    write('cdktf.out/stacks/dev/errored.tfstate', WHOLE);
    write('.terraform-state/dev.tfstate', state);
    expect(said(local)).toContain(COPY);
    expect(said(local)).not.toContain('state push');
  });

  test('is what a review of a state that is cut off names, and not the version before', () => {
    write('cdktf.out/stacks/dev/errored.tfstate', WHOLE);
    write('.terraform-state/dev.tfstate', CUT_OFF);
    const message = `Error: Error acquiring the state lock

Error message: 2 problems:

- Unsupported state file format: The state file could not be parsed as JSON:
syntax error at byte offset 20.`;
    const remedy = terraformRemedy(message, { directory, terraform: 'terraform', environment: local });
    expect(remedy?.replaceAll(`${project}/`, '')).toContain(COPY);
  });
});

describe('a state for which no space was left anywhere', () => {
  const PRINTED = 'Error: Failed to create local state file\n\nError creating local state file for recovery';

  test.each([
    ['a file that is cut off', CUT_OFF, undefined],
    ['an empty file', '', undefined],
    ['no file, but Terraform says so', undefined, PRINTED],
  ])('is what Terraform printed: %s', (_, unsaved, terraformSaid) => {
    if (unsaved !== undefined) {
      write('cdktf.out/stacks/dev/errored.tfstate', unsaved);
    }
    write('.terraform-state/dev.tfstate', CUT_OFF);
    write('.terraform-state/dev.tfstate.backup', WHOLE);
    const text = said(local, terraformSaid);
    expect(text).toContain('save that, from the first { to the last }, as this file, and run the command again');
    expect(text).toContain(
      'If it is lost: rm -f cdktf.out/stacks/dev/errored.tfstate && cp .terraform-state/dev.tfstate.backup ' +
        '.terraform-state/dev.tfstate && npm run recover -- dev --import',
    );
  });

  test('leaves none before the first deployment', () => {
    write('cdktf.out/stacks/dev/errored.tfstate', '');
    expect(said(local)).toContain('&& rm -f .terraform-state/dev.tfstate && npm run recover -- dev --import');
  });

  test('leaves the one before in a bucket, which needs no copy', () => {
    write('cdktf.out/stacks/dev/errored.tfstate', CUT_OFF);
    expect(said(shared)).toContain(
      'If it is lost: rm -f cdktf.out/stacks/dev/errored.tfstate && npm run recover -- dev --import',
    );
  });
});
