import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { shellQuoted } from '../../../lib/naming/operator-commands';
import type { RecordedCall } from '../../support/recorded-call';

/** A program that runs Terraform, and records what it asks AWS for. */
export interface RecordedTerraform {
  /** Its path, for TERRAFORM_BINARY_NAME. */
  readonly program: string;
  /** All requests so far. */
  calls(): Promise<RecordedCall[]>;
  remove(): Promise<void>;
}

/** @param terraform - the program that it runs */
export async function recordedTerraform(terraform: string): Promise<RecordedTerraform> {
  // Not where tests look for values that were left: requests contain them.
  const directory = await mkdtemp(join(tmpdir(), 'recorded-terraform-'));
  const [program, log] = [join(directory, 'terraform'), join(directory, 'provider.log')];
  const script = `#!/bin/sh
TF_LOG_PROVIDER=DEBUG TF_LOG_PATH=${shellQuoted(log)} exec ${shellQuoted(terraform)} "$@"
`;
  await writeFile(program, script);
  await chmod(program, 0o700);
  return {
    program,
    calls: async () => callsIn(await readFile(log, 'utf8')),
    remove: () => rm(directory, { recursive: true, force: true }),
  };
}

/** Both Terraform and the provider log each request with its service, as it is signed for, and the operation. */
export function callsIn(log: string): RecordedCall[] {
  const entries = log.split(/\n(?=\d{4}-\d\d-\d\dT)/).filter((entry) => entry.includes('HTTP Request Sent'));
  return entries.map((entry) => {
    const [, service = ''] = /Credential=[^/]+\/\d+\/[\w-]+\/([\w-]+)\/aws4_request/.exec(entry) ?? [];
    const [, operation = ''] = /rpc\.method=(\w+)/.exec(entry) ?? [];
    const [, path = ''] = /http\.url="?http:\/\/[^/]+\/([^\s"]*)/.exec(entry) ?? [];
    const [, inline, lines = ''] = /http\.request\.body=(?:"((?:[^"\\]|\\.)*)"|\n((?: +\| .*\n)+))/.exec(entry) ?? [];
    const body = inline === undefined ? lines.replace(/^ +\| /gm, '').trimEnd() : (JSON.parse(`"${inline}"`) as string);
    return { service, operation, path, body };
  });
}
