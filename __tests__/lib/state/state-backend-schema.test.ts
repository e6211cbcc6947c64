import { problemsWith, unchecked } from '../../support/configuration-problems';

const problems = (stateBackend: unknown) => problemsWith(unchecked({ stateBackend }));

// https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
const FORM = 'must be 3 to 63 lower-case letters, digits and "-", starting and ending with a letter or digit';

test.each(['abc', 'a'.repeat(63), '1-a--b-2', 'states-s3', 'states-for-an-app'])(
  '%s is accepted as a bucket',
  (bucket) => {
    expect(problems({ type: 's3', bucket })).toEqual([]);
  },
);

test.each<[string, string]>([
  ['', FORM],
  ['ab', FORM],
  ['a'.repeat(64), FORM],
  ['A-bucket', FORM],
  ['a.bucket', FORM],
  ['a_bucket', FORM],
  ['-bucket', FORM],
  ['bucket-', FORM],
  ['${path.module}', FORM],
  ['xn--bucket', 'must not start with "xn--", which S3 reserves'],
  ['sthree-bucket', 'must not start with "sthree-", which S3 reserves'],
  ['amzn-s3-demo-bucket', 'must not start with "amzn-s3-demo-", which S3 reserves'],
  ['bucket-s3alias', 'must not end with "-s3alias", which S3 reserves'],
  ['bucket--ol-s3', 'must not end with "--ol-s3", which S3 reserves'],
  ['bucket--x-s3', 'must not end with "--x-s3", which S3 reserves'],
  ['bucket--table-s3', 'must not end with "--table-s3", which S3 reserves'],
  ['bucket-an', 'must not end with "-an", which S3 reserves'],
])('%s is refused as a bucket', (bucket, problem) => {
  expect(problems({ type: 's3', bucket })).toEqual([expect.stringMatching(/^stateBackend\.bucket: /)]);
  expect(problems({ type: 's3', bucket })[0]).toContain(problem);
});

test('a bucket may be in another Region, which must exist', () => {
  expect(problems({ type: 's3', bucket: 'states', region: 'eu-west-1' })).toEqual([]);
  expect(problems({ type: 's3', bucket: 'states', region: 'eu-west-9' })).toEqual([
    'stateBackend.region: "eu-west-9" is not a Region of AWS; did you mean "eu-west-1"?',
  ]);
});

test('a bucket has a name, and a file none', () => {
  expect(problems({ type: 's3' })).toEqual(['stateBackend.bucket: is missing']);
  expect(problems({ type: 'local', bucket: 'states' })).toEqual(['stateBackend.bucket: unknown field']);
  expect(problems({ bucket: 'states' })).toEqual(['stateBackend.type: is missing']);
});
