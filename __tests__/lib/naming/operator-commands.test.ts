import { operatorCommands } from '../../../lib/naming/operator-commands';

const dev = { application: 'shop', name: 'dev', region: 'ap-northeast-1' };

test('are those of the project’s own environment', () => {
  const { deploy, checkDeep, set, runTask, recentLog } = operatorCommands(dev);
  expect([deploy, checkDeep, set('database', 'password'), runTask('report'), recentLog('/ecs/shop/dev/web')]).toEqual([
    'npx cdktf deploy dev',
    'npm run secrets -- check dev --deep',
    'npm run secrets -- set dev database --json-key password',
    'npm run task -- dev report',
    'aws logs tail /ecs/shop/dev/web --since 1h --region ap-northeast-1',
  ]);
});

test.each([
  ['password', 'password'],
  ['the password', "'the password'"],
  ["it's $HOME", `'it'\\''s $HOME'`],
])('quote the JSON key %j so that a shell reads it back', (jsonKey, quoted) => {
  expect(operatorCommands(dev).set('database', jsonKey)).toBe(
    `npm run secrets -- set dev database --json-key ${quoted}`,
  );
});

test('name the example that the environment belongs to, wherever they need it', () => {
  const { deploy, checkDeep, set, history, rollOut, rollOutChanged, runTask } = operatorCommands({
    ...dev,
    example: 'everything',
  });
  expect([
    deploy,
    checkDeep,
    set('token'),
    history('token'),
    rollOut('web'),
    rollOutChanged,
    runTask('report'),
  ]).toEqual([
    'npm start -- --example everything',
    'npm run secrets -- check dev --deep --example everything',
    'npm run secrets -- set dev token --example everything',
    'npm run secrets -- history dev token --example everything',
    'npm run secrets -- rollout dev web --example everything',
    'npm run secrets -- rollout dev --changed --example everything',
    'npm run task -- dev report --example everything',
  ]);
});
