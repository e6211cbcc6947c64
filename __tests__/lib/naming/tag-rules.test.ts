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
  [{ 'aws:x': 'y' }, 'tags["aws:x"]: "aws:x" must not start with "aws:", which AWS reserves'],
  [{ 'AWS:x': 'y' }, 'tags["AWS:x"]: "AWS:x" must not start with "aws:", which AWS reserves'],
  [{ '': 'y' }, 'tags[""]: "" has 0 characters; 1 to 128 are allowed'],
  [{ x: 'a,b' }, 'tags.x: "a,b" must be letters, digits, spaces and _.:/=+-@'],
  [{ 'x*': 'a' }, 'tags["x*"]: "x*" must be letters, digits, spaces and _.:/=+-@'],
  [
    { x: 'v'.repeat(257) },
    `tags.x: "${'v'.repeat(60)}…" (197 more characters) has 257 characters; 0 to 256 are allowed`,
  ],
  [{ x: 'a\tb' }, 'tags.x: "a\\tb" must not contain control characters'],
  [{ Team: 'a', team: 'b' }, 'tags.team: "team" differs from "Team" only in case'],
  [{ name: 'x' }, 'tags.name: "name" differs from "Name" only in case, which some resources also have'],
  [{ name: 'x', Name: 'y' }, 'tags.name: "name" differs from "Name" only in case, which some resources also have'],
  [{ application: 'x' }, 'tags.application: "application" is set by the project itself: leave it out'],
  [{ Environment: 'x' }, 'tags.Environment: "Environment" is set by the project itself: leave it out'],
  [{ 'managed-by': 'me' }, 'tags["managed-by"]: "managed-by" is set by the project itself: leave it out'],
  [
    numbered(47),
    'tags: 47 tags make 51 on a resource, together with application, environment, managed-by, Name; at most 50 are allowed: leave out 1',
  ],
])('tags cannot be %j', (tags, problem) => {
  expect(problemsWith({ tags })).toEqual([problem]);
});

test('a value does not contain a secret, and is not shown', () => {
  expect(problemsWith({ tags: { x: 'AKIAIOSFODNN7EXAMPLE' } })).toEqual([
    'tags.x: (a value that looks like a secret) must not be here, where many people can read it; if it is none, write harmless(text, reason)',
  ]);
  expect(problemsWith({ tags: { x: 'AKIA' } })).toEqual([]);
});

test('a key cannot have 129 characters', () => {
  expect(problemsWith({ tags: { ['k'.repeat(129)]: 'x' } })).toEqual([
    expect.stringContaining('has 129 characters; 1 to 128 are allowed'),
  ]);
});

test.each(['_children', '_metadata'])('cannot have the key %s, by which cdktf knows its constructs', (key) => {
  expect(problemsWith({ tags: { [key]: 'x' } })).toEqual([
    `tags.${key}: "${key}" cannot be a tag: cdktf would take the tags for a construct`,
  ]);
});
