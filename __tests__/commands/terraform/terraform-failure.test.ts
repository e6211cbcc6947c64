import { areCredentialsRefused, terraformRemedy } from '../../../commands/terraform/terraform-failure';
import { environmentConfig } from '../../support/environment-config';

const environment = { ...environmentConfig({ account: 'main' }), name: 'dev' };
const stack = { directory: '/shop/cdktf.out/stacks/dev', terraform: 'terraform', environment };
const remedyOf = (message: string) => terraformRemedy(message, stack);

// What Terraform 1.11.4 prints, with its line breaks. https://developer.hashicorp.com/terraform/language/backend/s3
const IDS = 'RequestID: x, HostID: y';
const NO_BUCKET = (problem: string) => `Error: ${problem}: S3 bucket "shop-state" does not exist.

The referenced S3 bucket must have been previously created. If the S3 bucket
was created within the last minute, please wait for a minute or two and try
again.

Error: operation error S3: ListObjectsV2, https response error StatusCode: 404, ${IDS}, NoSuchBucket: `;
const LIST =
  'Error: Failed to get existing workspaces: Unable to list objects in S3 bucket "shop-state" with prefix "env:/": operation error S3: ListObjectsV2, https response error';
const HELD = (why: string, path: string) => `Error: Error acquiring the state lock

Error message: ${why}
Lock Info:
  ID:        5161cb77-b9f8-f1a8-9901-b08c8d608fe3
  Path:      ${path}
  Operation: OperationTypeApply
  Who:       ada@laptop`;
const PUT_LOCK = (status: string) => `operation error S3: PutObject, https response error
StatusCode: ${status}`;

// What Terraform 1.11.4 prints for each instance, with its line breaks.
const REFUSED = (name: string) => `Error: Instance cannot be destroyed

  on cdk.tf.json line 621, in resource.terraform_data:
 621:       "kept-unless-in-releases": {

Resource terraform_data.kept-unless-in-releases["${name}"] has
lifecycle.prevent_destroy set, but the plan calls for this resource to be
destroyed. To avoid this error and continue with the plan, either disable
lifecycle.prevent_destroy or reduce the scope of the plan using the -target
option.`;

describe('what to do about what is protected', () => {
  it('is said where it is declared no longer, with the lines to write', () => {
    const message = `${REFUSED('parameter\nMY_PARAM_2')}\n\n${REFUSED('log group web')}`;
    const remedy = remedyOf(message);
    expect(remedy).toContain(
      'dev has deletionProtection, and no longer declares: log group web, parameter MY_PARAM_2.',
    );
    expect(remedy).toContain("`retains: ['log group web', 'parameter MY_PARAM_2']` keeps it");
    expect(remedy).toContain("`releases: ['log group web', 'parameter MY_PARAM_2']` destroys it");
  });

  // It would be replaced, or the whole environment destroyed.
  it('is for Terraform to say where it is declared', () => {
    const declared = REFUSED('x').replace(
      /terraform_data\.\S+ has/,
      'aws_ssm_parameter.secrets_parameter-X_parameter has',
    );
    expect(remedyOf(declared)).toBeUndefined();
  });
});

// Each was seen on a full tmpfs, the last with `ulimit -f`.
it.each([
  `Error: Error acquiring the state lock

Error message: could not write lock info for
"../../../.terraform-state/dev.tfstate": write
../../../.terraform-state/.dev.tfstate.lock.info: no space left on device`,
  `Plan read error: couldn't load the provided path as either a local plan
file (zip: not a valid zip file) or a saved cloud plan (unexpected end of
JSON input)`,
  'write errored.tfstate: file too\nlarge.',
])('a full disk is to be freed: %j', (message) => {
  expect(remedyOf(message)).toMatch(/Free some space, also where TMPDIR is, and run the command again\.$/);
});

describe('what to do about a bucket', () => {
  it.each(['Failed to get existing workspaces', 'error loading state'])(
    'that does not exist is to bring the account to shared state: %s',
    (problem) => {
      expect(remedyOf(NO_BUCKET(problem))).toBe(
        'The account has no shared state yet. Create it: npm run bootstrap -- main',
      );
    },
  );

  it('that does not exist, of an environment without an account, is to create it', () => {
    const message = NO_BUCKET('error loading state');
    const other = { ...stack, environment: { ...environment, account: undefined } };
    expect(terraformRemedy(message, other)).toBe('Create the bucket shop-state, or correct the stateBackend.');
  });

  // Of the stack's own buckets, which the provider manages, nothing is said here.
  it('of the stack is for the provider to say', () => {
    const message =
      'Error: reading S3 Bucket (shop-logs) Policy: operation error S3: GetBucketPolicy, StatusCode: 403, api error AccessDenied';
    expect(remedyOf(message)).toBeUndefined();
  });

  it.each([
    [
      'to look at the state',
      `Error: Error refreshing state: Unable to access object "shop/dev.tfstate" in S3 bucket "shop-state": operation error S3: HeadObject, https response error StatusCode: 403, ${IDS}, api error Forbidden: Forbidden`,
    ],
    ['to list it', `${LIST} StatusCode: 403, ${IDS}, api error AccessDenied: Access Denied`],
    [
      'to lock it',
      `Error: Error acquiring the state lock

Error message: ${PUT_LOCK('403')}, ${IDS}, api error AccessDenied: Access Denied
unable to retrieve file from S3 bucket 'shop-state' with key
'shop/dev.tfstate.tflock': operation error S3: GetObject, https response
error StatusCode: 403, ${IDS}, api error AccessDenied: Access Denied`,
    ],
    [
      'to write a lock that nobody holds',
      `Error: Error acquiring the state lock

Error message: ${PUT_LOCK('403')}, ${IDS}, api error AccessDenied: Access Denied`,
    ],
  ])('that the credentials may not use says that it may be somebody else’s: %s', (_, message) => {
    expect(remedyOf(message)).toBe(
      `The credentials may not use the bucket of the states. If it is yours, use credentials of its account that may. If it is not, the name is ` +
        'taken: choose another stateBucket in environments/accounts.ts, and in the environments.',
    );
  });

  it('in another Region names it', () => {
    const message = `${LIST} StatusCode: 301, ${IDS}, requested bucket from "ap-northeast-1", actual location "us-east-1"`;
    expect(remedyOf(message)).toContain(
      "is in us-east-1. If it is yours, say so in stateBackend: region: 'us-east-1'.",
    );
  });
});

describe('what to do about credentials', () => {
  const STS =
    'Error: validating provider credentials: retrieving caller identity from STS: operation error STS: GetCallerIdentity, https response error StatusCode: 403, RequestID: x, api error';
  it.each([
    'Error: No valid credential sources found\n\nPlease see https://developer.hashicorp.com/terraform/language/backend/s3',
    `${STS} ExpiredToken: The security token included in the request is expired`,
    `${STS} InvalidClientTokenId: The security token included in the request is invalid.`,
    `${LIST} StatusCode: 400, ${IDS}, api error ExpiredToken: The provided token has expired.`,
    'Error: creating EC2 VPC: operation error EC2: CreateVpc, StatusCode: 400, api error RequestExpired: Request has expired.',
    'Error: creating ECS Service: api error ExpiredTokenException: The security token included in the\nrequest is expired',
    'Error: get credentials: failed to refresh cached\ncredentials, refresh cached SSO token failed',
  ])('that AWS does not take is to sign in: %s', (message) => {
    expect(remedyOf(message)).toMatch(/^Sign in again/);
    expect(areCredentialsRefused(message)).toBe(true);
  });

  it('of another account is to choose those of the right one', () => {
    const message = 'Error: Invalid account ID\n\nAWS account ID not allowed: 123456789012';
    expect(remedyOf(message)).toBe(
      "Use credentials of the environment's account, not of 123456789012, for example with AWS_PROFILE.",
    );
  });

  it('that lack a permission is for AWS to say', () => {
    const message =
      'Error: creating EC2 VPC: operation error EC2: CreateVpc, StatusCode: 403, api error UnauthorizedOperation: You are not authorized';
    expect([remedyOf(message), areCredentialsRefused(message)]).toEqual([undefined, false]);
  });
});

// As the provider 5.100.0 and the backend of Terraform 1.11.4 said it before a server that refuses, or never answers.
describe('what to do about an AWS', () => {
  const PUT = 'Error: creating SSM Parameter (x): operation error SSM: PutParameter,';
  it.each([
    `${PUT} exceeded maximum number of attempts, 8, https response error StatusCode: 400, RequestID: , api error ThrottlingException: Rate exceeded`,
    'Error: creating EC2 VPC: operation error EC2: CreateVpc, exceeded maximum number of attempts, 8, https response error StatusCode: 503, api error RequestLimitExceeded: Request limit exceeded.',
    `${LIST} StatusCode: 503, ${IDS}, api error SlowDown: Please reduce your request rate.`,
    'Error: creating IAM Role (x): operation error IAM: CreateRole, exceeded maximum number of attempts, 8, https response\nerror StatusCode: 400, RequestID: x, api error Throttling: Rate exceeded',
  ])('that throttles is to wait: %s', (message) => {
    expect(remedyOf(message)).toContain('AWS still throttles after several attempts.');
  });

  it('that has a fault of its own is to look at its health', () => {
    const message = `${PUT} exceeded maximum number of attempts, 8, https response error StatusCode: 500, api error InternalServerError: x`;
    expect(remedyOf(message)).toContain('https://health.aws.amazon.com/health/status');
  });

  it.each([
    `${PUT} https response error StatusCode: 0, RequestID: , canceled, context deadline exceeded`,
    `${PUT} request send failed, Post "https://ssm.us-east-1.amazonaws.com/": dial tcp: lookup ssm.us-east-1.amazonaws.com: no such host`,
    `${PUT} request send failed, Post "https://ssm.us-east-1.amazonaws.com/": dial tcp 10.0.0.1:443: i/o timeout`,
  ])('that does not answer is to look at the network: %s', (message) => {
    expect(remedyOf(message)).toContain('AWS did not answer. Check the network');
  });

  it('that refuses once is for it to say', () => {
    expect(remedyOf(`${PUT} api error ParameterLimitExceeded: You have reached the maximum`)).toBeUndefined();
  });
});

// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-troubleshooting.html
describe('what to do about a clock', () => {
  const STS =
    'Error: Retrieving AWS account details: validating provider credentials: retrieving caller identity from STS: operation error STS: GetCallerIdentity, https response error StatusCode: 403, RequestID: x, api error SignatureDoesNotMatch:';
  it.each([
    [
      'behind',
      `${STS} Signature expired: 20250601T110000Z is now earlier than\n20250601T125500Z (20250601T130000Z - 5 min.)`,
      'is 2 hours behind that of AWS',
    ],
    [
      'ahead',
      `${STS} Signature not yet current: 20250601T130600Z is still later than 20250601T130500Z (20250601T130000Z + 5 min.)`,
      'is 6 minutes ahead of that of AWS',
    ],
    [
      'off by what S3 does not say',
      `${LIST} StatusCode: 403, ${IDS}, api error RequestTimeTooSkewed: The difference between the request time and the current time is too large.`,
      'is wrong',
    ],
  ])('that is %s is to set it, not to sign in', (_, message, how) => {
    expect(remedyOf(message)).toBe(
      `The clock of this computer ${how}, so AWS refuses what it signs. Set it: docs/operations.md, "The clock is wrong".`,
    );
    expect(areCredentialsRefused(message)).toBe(false);
  });

  // EC2 has one name for both, and the SDK of the provider takes either for the clock.
  // https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html
  it.each([
    'Error: creating EC2 VPC: operation error EC2: CreateVpc, exceeded maximum number of attempts, 8, Probable clock skew error: https response error StatusCode: 400, RequestID: x, api error RequestExpired: Request has expired.',
    'Error: get credentials: failed to refresh cached credentials, the SSO session has expired or is invalid',
  ])('that may be wrong is named beside credentials that may have expired: %s', (message) => {
    expect(remedyOf(message)).toMatch(
      /^Sign in again, .+ the clock of this computer may be wrong: docs\/operations\.md/,
    );
    expect(areCredentialsRefused(message)).toBe(true);
  });

  it('that is not within a certificate is named beside it', () => {
    const message =
      'Error: operation error STS: GetCallerIdentity, request send failed, Post "https://sts.us-east-1.amazonaws.com/": tls: failed to verify certificate: x509: certificate has expired or is not yet valid: current time 2019-01-01T00:00:00Z is before 2025-01-01T00:00:00Z';
    expect(remedyOf(message)).toContain('A certificate is not valid at the time of this computer.');
  });
});

describe('what to do about a state', () => {
  it('whose lock in S3 is held is to wait, or to release what nobody holds any more', () => {
    const message = HELD(`${PUT_LOCK('412')}, ${IDS}, api error PreconditionFailed`, 'shop-state/shop/dev.tfstate');
    expect(remedyOf(message)).toBe(
      'Somebody deploys (Who, Created): wait until it is done. If nobody does any more, release the lock and find what is not in ' +
        'the state: terraform -chdir=/shop/cdktf.out/stacks/dev force-unlock 5161cb77-b9f8-f1a8-9901-b08c8d608fe3 ' +
        '&& npm run recover -- dev',
    );
  });

  // A file is locked by a process, and only until that ends.
  it('whose file is locked is to wait', () => {
    expect(remedyOf(HELD('resource temporarily unavailable', '../../../.terraform-state/dev.tfstate'))).toBe(
      'Another Terraform of this machine holds the lock until it ends: wait for it.',
    );
  });

  it('that was moved is to forget the old place', () => {
    const message =
      'Error: Backend configuration changed\n\nA change in the backend configuration has been detected, which may require\nmigrating existing state.';
    expect(remedyOf(message)).toContain('rm -r /shop/cdktf.out/stacks/dev/.terraform');
  });

  it('that is damaged is to bring back the one before', () => {
    const message =
      'Error: Unsupported state file format\n\nThe state file could not be parsed as JSON: syntax error at byte offset 100.';
    expect(remedyOf(message)).toContain('"A state is lost or damaged"');
  });
});
