import { problemsWith } from '../../support/configuration-problems';

const numbered = (count: number) =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`tag-${index}`, 'x']));

// A resource has application, environment, managed-by and sometimes Name besides.
test.each([
  {},
  { Team: 'café 1 _.:/=+-@', 'cost:center': '' },
  { ['k'.repeat(128)]: 'v'.repeat(256) },
  { ['漢'.repeat(128)]: '字'.repeat(256) },
  numbered(46),
  { ...numbered(46), Name: 'x' },
])('tags may be %j', (tags) => {
  expect(problemsWith({ tags })).toEqual([]);
});

test.each([
  [{ 'aws:x': 'y' }, 'tags["aws:x"]: "aws:x" must not start with "aws:", which AWS keeps'],
  [{ 'AWS:x': 'y' }, 'tags["AWS:x"]: "AWS:x" must not start with "aws:", which AWS keeps'],
  [{ '': 'y' }, 'tags[""]: "" has 0 characters and may have 1 to 128'],
  [{ x: 'a,b' }, 'tags.x: "a,b" must be letters, digits, spaces and _.:/=+-@'],
  [{ 'x*': 'a' }, 'tags["x*"]: "x*" must be letters, digits, spaces and _.:/=+-@'],
  [{ x: 'v'.repeat(257) }, `tags.x: "${'v'.repeat(60)}…" has 257 characters and may have 0 to 256`],
  [{ x: 'a\tb' }, 'tags.x: "a\\tb" must not hold control characters'],
  [{ Team: 'a', team: 'b' }, 'tags.team: "team" differs from "Team" only in case'],
  [{ name: 'x' }, 'tags.name: "name" differs from "Name" only in case, which some resources have besides'],
  [{ name: 'x', Name: 'y' }, 'tags.name: "name" differs from "Name" only in case, which some resources have besides'],
  [{ application: 'x' }, 'tags.application: "application" is set by the project itself: leave it out'],
  [{ Environment: 'x' }, 'tags.Environment: "Environment" is set by the project itself: leave it out'],
  [{ 'managed-by': 'me' }, 'tags["managed-by"]: "managed-by" is set by the project itself: leave it out'],
  [
    numbered(47),
    'tags: 47 tags, with application, environment, managed-by, Name, make 51 on a resource, which may have 50: leave out 1',
  ],
])('tags cannot be %j', (tags, problem) => {
  expect(problemsWith({ tags })).toEqual([problem]);
});

test('a value does not hold a secret, and is not shown', () => {
  expect(problemsWith({ tags: { x: 'AKIAIOSFODNN7EXAMPLE' } })).toEqual([
    'tags.x: (a value that looks like a secret) must not be here, where many may read it',
  ]);
  expect(problemsWith({ tags: { x: 'AKIA' } })).toEqual([]);
});

test('a key cannot have 129 characters', () => {
  expect(problemsWith({ tags: { ['k'.repeat(129)]: 'x' } })).toEqual([
    expect.stringContaining('has 129 characters and may have 1 to 128'),
  ]);
});
