import { gitHubSchema } from '../../../lib/delivery/github-schema';
import { findProblems, formatProblems } from '../../../lib/validation/problems';

const problemsOf = (value: unknown) => formatProblems(findProblems(gitHubSchema, value), 'github');
const ofRepository = (repository: object) => problemsOf({ repositories: [{ name: 'ORG/REPO', ...repository }] });

test.each([
  { name: 'o/r' },
  { name: `${'o'.repeat(39)}/${'r'.repeat(100)}` },
  { name: 'some-org/.github' },
  { name: 'user_company/a.b_c-d' },
  { ids: { owner: 1, repository: Number.MAX_SAFE_INTEGER } },
  { branches: [] },
  { branches: ['main', 'release/1.0', 'a'.repeat(200)] },
])('a repository of %j is accepted', (repository) => {
  expect(ofRepository(repository)).toEqual([]);
});

// https://docs.github.com/en/actions/reference/security/oidc: a wildcard would trust what nobody named.
test.each([
  'REPO',
  'ORG/',
  '/REPO',
  'ORG/*',
  '*/REPO',
  'ORG/REPO:ref',
  'ORG/RE/PO',
  'ORG/..',
  'ORG@1/REPO',
  'ORG/${aws:username}',
])('the name %j is no repository', (name) => {
  expect(ofRepository({ name })).toEqual([
    `github.repositories[0].name: ${JSON.stringify(name)} must be one repository as GitHub writes it, OWNER/NAME, without a wildcard`,
  ]);
});

test.each([`${'o'.repeat(40)}/r`, `o/${'r'.repeat(101)}`])(
  'names of a repository are not longer than GitHub allows',
  (name) => {
    expect(ofRepository({ name })).toHaveLength(1);
  },
);

// https://git-scm.com/docs/git-check-ref-format
test.each([
  '*',
  'release/*',
  'refs/heads/main',
  'a..b',
  '/main',
  'main/',
  'a//b',
  'main.lock',
  'a b',
  '-main',
  '${x}',
  'a'.repeat(201),
  '',
])('the branch %j is refused', (branch) => {
  expect(ofRepository({ branches: [branch] })).toEqual([
    expect.stringMatching(
      /^github\.repositories\[0\]\.branches\[0\]: .* must be the name of one branch, such as "main", /,
    ),
  ]);
});

test('ids are both there, and numbers', () => {
  expect(ofRepository({ ids: { owner: 1 } })).toEqual(['github.repositories[0].ids.repository: is missing']);
  expect(ofRepository({ ids: { owner: 0, repository: 1 } })).toEqual([
    'github.repositories[0].ids.owner: 0 must be a whole number, 1 or more',
  ]);
});

test('there is at least one repository, and none is there twice, in whatever letters', () => {
  expect(problemsOf({ repositories: [] })).toEqual(['github.repositories: must have at least one repository']);
  expect(problemsOf({ repositories: [{ name: 'ORG/REPO' }, { name: 'org/repo' }] })).toEqual([
    'github.repositories[1].name: "org/repo" is already the repository 1',
  ]);
});
