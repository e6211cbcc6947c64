import type { Environment } from '../../lib/environment/environment';
import { DELETION_GUARD } from '../../lib/naming/names';
import { operatorCommands, shellQuoted } from '../../lib/naming/operator-commands';
import { SIGN_IN } from '../aws/aws-failure';

/** Where Terraform failed. */
export interface FailedStack {
  /** Where `cdktf synth` wrote the stack. */
  readonly directory: string;
  /** Name of the program. */
  readonly terraform: string;
  /** @default - the stack is that of an account */
  readonly environment?: Environment;
}

/**
 * What the services and the backend answer to credentials that have expired or are not known, and what the SDK says that cannot renew
 * them.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html
 */
const REFUSED_CREDENTIALS =
  /ExpiredToken|RequestExpired|security token included in the request is (?:expired|invalid)|token has expired|InvalidClientTokenId|UnrecognizedClientException|InvalidAccessKeyId|AuthFailure|No valid credential sources|failed to refresh cached credentials/i;

/** Whether Terraform failed because AWS takes its credentials no longer, or there are none. */
export function areCredentialsRefused(message: string): boolean {
  return REFUSED_CREDENTIALS.test(inOneLine(message));
}

/** What the plan would destroy, though the environment protects it, and nobody has let it go. */
const HELD = new RegExp(`${DELETION_GUARD}\\["([^"]+)"\\] has`);

type Remedy = (found: RegExpExecArray, stack: FailedStack) => string;

/** What Terraform says of a backend, and what to do about it. The first that fits counts. */
const REMEDIES: readonly (readonly [says: RegExp, remedy: Remedy])[] = [
  [REFUSED_CREDENTIALS, () => SIGN_IN],
  [HELD, ({ input }, { environment }) => heldRemedy(input, environment)],
  [
    /AWS account ID not allowed: (\d+)/,
    ([, account]) => `Use credentials of the environment's account, not of ${account}, for example with AWS_PROFILE.`,
  ],
  [
    /S3 bucket "([^"]+)" does not exist/,
    ([, bucket], { environment }) =>
      environment?.account === undefined
        ? `Create the bucket ${bucket}, or correct the stateBackend.`
        : `The account has no shared state yet. Create it: ${operatorCommands(environment).bootstrap(environment.account)}`,
  ],
  [
    /S3 bucket "([^"]+)".* actual location "([^"]+)"/,
    ([, bucket, region]) =>
      `The bucket ${bucket} is in ${region}. If it is yours, say so in stateBackend: region: '${region}'. ${TAKEN}`,
  ],
  [
    /S3 bucket "[^"]+".* StatusCode: 403|Error acquiring the state lock.* S3: PutObject, .*StatusCode: 403/,
    () =>
      `The credentials may not use the bucket of the states. If it is yours, use credentials of its account that may. ${TAKEN}`,
  ],
  [
    /Error acquiring the state lock.* S3: PutObject, .*Lock Info: ID: (\S+)/,
    ([, id], { directory, terraform, environment }) =>
      'Somebody deploys (Who, Created): wait until it is done. If nobody does any more, release the lock and find what is not in ' +
      `the state: ${terraform} -chdir=${shellQuoted(directory)} force-unlock ${id}` +
      (environment === undefined ? '' : ` && ${operatorCommands(environment).recover}`),
  ],
  [
    /Error acquiring the state lock.*Lock Info:/,
    () => 'Another Terraform of this machine holds the lock until it ends: wait for it.',
  ],
  [
    /Backend configuration changed/,
    (_, { directory }) =>
      'The state is in another place than when this checkout used it last. If it was moved there, forget the old place: ' +
      `rm -r ${shellQuoted(`${directory}/.terraform`)}`,
  ],
  [
    /Unsupported state file format/,
    () => 'Bring back the state before: docs/operations.md, "A state is lost or damaged".',
  ],
];

function heldRemedy(message: string, environment: Environment | undefined): string {
  const names = [...message.matchAll(new RegExp(HELD, 'g'))].map(([, name = '']) => name).sort();
  const list = `[${names.map((name) => `'${name}'`).join(', ')}]`;
  return (
    `${environment?.name} has deletionProtection, and no longer declares: ${names.join(', ')}. Is this checkout older than what is ` +
    'deployed? Then deploy the latest. Has it another name now? Declare both, until what it contains has been copied. Otherwise say in the ' +
    `environment what becomes of it: \`retains: ${list}\` keeps it in AWS, as it is; \`releases: ${list}\` destroys it for good. ` +
    'docs/operations.md, "Remove what is protected".'
  );
}

const TAKEN =
  'If it is not, the name is taken: choose another stateBucket in environments/accounts.ts, and in the environments.';

/** What to do about a state that Terraform cannot use, by what it says; nothing if its words do not tell. */
export function stateRemedy(message: string, stack: FailedStack): string | undefined {
  const text = inOneLine(message);
  for (const [says, remedy] of REMEDIES) {
    const found = says.exec(text);
    if (found !== null) {
      return remedy(found, stack);
    }
  }
  return undefined;
}

/** Terraform breaks its lines. */
function inOneLine(message: string): string {
  return message.replaceAll(/\s+/g, ' ');
}
