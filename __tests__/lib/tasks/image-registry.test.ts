import { ecrRegistry, registryProblem, unreachableProblem } from '../../../lib/tasks/image-registry';
import { problemsWithService } from '../../support/configuration-problems';

describe('the host of a registry', () => {
  test.each([
    'registry.example.com',
    'registry.example.com:1',
    'registry.example.com:65535',
    `${'a'.repeat(63)}.example.com`,
    '8.8.8.8:443',
  ])('may be %s', (host) => {
    expect(registryProblem(host)).toBeUndefined();
  });

  test.each([
    ['-x.example.com', 'not a host name'],
    ['https:', 'not a host name'],
    ['registry..example.com', 'not a host name'],
    ['registry.example.com.', 'not a host name'],
    [`${'a'.repeat(64)}.example.com`, 'not a host name'],
    ['registry.example.com:', 'not a host name'],
    ['registry.example.com:0', 'not 1 to 65535'],
    ['registry.example.com:65536', 'not 1 to 65535'],
    ['registry.example.com:80:80', 'not a host name'],
    // What ends in a number is read as an address: https://url.spec.whatwg.org/#ends-in-a-number-checker
    ['10.0.0.256', 'not a host name'],
    ['registry.10', 'not a host name'],
    ['[::1]:5000', 'not a host name'],
    ['[fd00::1]', 'not a host name'],
  ])('is not %s', (host, problem) => {
    expect(registryProblem(host)).toContain(problem);
  });
});

// https://docs.aws.amazon.com/AmazonECR/latest/userguide/ecr-requests.html, https://docs.aws.amazon.com/general/latest/gr/ecr.html
describe('a registry of ECR', () => {
  test.each([
    ['210987654321.dkr.ecr.eu-west-1.amazonaws.com', 'eu-west-1'],
    ['210987654321.dkr.ecr-fips.us-east-1.amazonaws.com', 'us-east-1'],
    ['210987654321.dkr-ecr.us-east-1.on.aws', 'us-east-1'],
    ['210987654321.dkr-ecr-fips.us-gov-west-1.on.aws', 'us-gov-west-1'],
    ['210987654321.dkr.ecr.cn-north-1.amazonaws.com.cn', 'cn-north-1'],
    ['210987654321.dkr-ecr.cn-north-1.on.amazonwebservices.com.cn', 'cn-north-1'],
    ['210987654321.dkr.ecr.eusc-de-east-1.amazonaws.eu', 'eusc-de-east-1'],
  ])('is %s', (host, region) => {
    expect(registryProblem(host)).toBeUndefined();
    expect(ecrRegistry(host)).toEqual({ accountId: '210987654321', region });
  });

  test.each([
    [
      '21098765432.dkr.ecr.eu-west-1.amazonaws.com',
      'by "21098765432", which is not the 12 digits of an AWS account id',
    ],
    ['2109876543210.dkr.ecr.eu-west-1.amazonaws.com', 'not the 12 digits'],
    ['account.dkr.ecr.eu-west-1.amazonaws.com', 'not the 12 digits'],
    [
      '210987654321.dkr.ecr.eu-wst-1.amazonaws.com',
      'in "eu-wst-1", which is not a Region of AWS; did you mean "eu-west-1"?',
    ],
    [
      '210987654321.dkr.ecr.eu-west-1.amazonaws.com.cn',
      'names a registry that ECR does not have: its host is "210987654321.dkr.ecr.eu-west-1.amazonaws.com"',
    ],
    ['210987654321.dkr.ecr.cn-north-1.amazonaws.com', 'its host is'],
    ['210987654321.dkr.ecr.eu-west-1.on.aws', 'its host is'],
    ['210987654321.dkr-ecr.eu-west-1.amazonaws.com', 'its host is'],
    ['210987654321.dkr.ecr.eu-west-1.amazonaws.com:443', 'its host is'],
    ['210987654321.DKR.ECR.eu-west-1.amazonaws.com', 'its host is'],
    ['210987654321.dkr.ecr.eu-west-1.example.com', 'its host is'],
    ['210987654321.dkr.ecr.eu-west-1', 'its host is'],
    ['210987654321.dkr.ecr.eu-west-1:443', 'its host is'],
    ['210987654321.dkr.ecr.amazonaws.com', 'in "amazonaws", which is not a Region of AWS'],
  ])('is not %s', (host, problem) => {
    expect(registryProblem(host)).toContain(problem);
    expect(ecrRegistry(host)).toBeUndefined();
  });

  test.each(['public.ecr.aws', 'ecr.example.com', 'dkr.ecr.example.com'])('is another thing than %s', (host) => {
    expect(registryProblem(host)).toBeUndefined();
    expect(ecrRegistry(host)).toBeUndefined();
  });
});

describe('Fargate pulls', () => {
  test.each([
    // The first and the last address outside of each private range: RFC 1122, 1918, 3927, 6598.
    ...['1.0.0.0', '9.255.255.255', '11.0.0.0', '126.255.255.255', '128.0.0.0', '100.63.255.255', '100.128.0.0'],
    ...['169.253.255.255', '169.255.0.0', '172.15.255.255', '172.32.0.0', '192.167.255.255', '192.169.0.0'],
    ...['223.255.255.255', 'docker.io', 'registry.example.com:5000', 'local.example.com', 'internal.example.com'],
    ...['mylocal.example.com', 'registry.notinternal.com', 'home.arpa.example.com'],
  ])('from %s', (host) => {
    expect(registryProblem(host)).toBeUndefined();
    expect(unreachableProblem(host)).toBeUndefined();
  });

  test.each([
    ...['localhost', 'LOCALHOST:5000', 'registry.localhost', '127.0.0.0', '127.255.255.255:5000', '0.0.0.0:5000'],
    // Other ways to write 127.0.0.1: https://url.spec.whatwg.org/#concept-ipv4-parser
    ...['127.1', '2130706433:5000', '0x7f.0.0.1', '0177.0.0.1'],
  ])('from no registry of the machine itself: %s', (host) => {
    expect(unreachableProblem(host)).toBe(
      'names a registry of the machine itself, which has none on Fargate: push the image to one that it can reach',
    );
  });

  test.each([
    ...['10.0.0.0', '10.255.255.255:5000', '10.1', '100.64.0.0', '100.127.255.255', '169.254.0.0', '169.254.255.255'],
    ...['172.16.0.0', '172.31.255.255', '192.168.0.0', '192.168.255.255', '224.0.0.1', '255.255.255.255'],
    ...['registry:5000', 'registry.local', 'registry.INTERNAL', 'ip-10-0-0-1.ap-northeast-1.compute.internal'],
    ...[
      'host.docker.internal',
      'registry.corp',
      'nas.home.arpa',
      'nas.lan',
      'registry.test',
      'registry.localdomain:5000',
    ],
  ])('from no private address or name: %s', (host) => {
    expect(unreachableProblem(host)).toBe(
      'names a registry by a private address or name, for which there is no public certificate; Fargate trusts no other: ' +
        'give the registry a public name, or push the image to ECR',
    );
  });

  test('from no private address that a configuration names', () => {
    expect(problemsWithService({ image: '10.0.0.5:5000/app:1' })).toEqual([
      expect.stringMatching(/^image: "10\.0\.0\.5:5000\/app:1" names a registry by a private address/),
    ]);
    expect(problemsWithService({ image: 'localhost:5000/app:1' })).toEqual([
      expect.stringMatching(/^image: "localhost:5000\/app:1" names a registry of the machine itself/),
    ]);
  });
});
