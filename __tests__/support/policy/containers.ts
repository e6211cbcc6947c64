import { settingInContainers, withContainer, type RuleExample } from './rule-example';

export const containerExamples: Readonly<Record<string, RuleExample>> = {
  'container-read-only': {
    passes: [withContainer({ readonlyRootFilesystem: true })],
    fails: [
      [withContainer({}), 'can change the files of its image'],
      [withContainer({ readonlyRootFilesystem: false }), 'can change the files of its image'],
    ],
    breaking: settingInContainers({ readonlyRootFilesystem: false }),
  },
  'container-not-privileged': {
    passes: [withContainer({}), withContainer({ privileged: false })],
    fails: [[withContainer({ privileged: true }), 'is privileged']],
    breaking: settingInContainers({ privileged: true }),
  },
  'container-not-root': {
    passes: [withContainer({ user: '1000:0' }), withContainer({ user: 'rooted' })],
    fails: [
      [withContainer({}), 'runs as whoever its image says, root if it says nobody'],
      [withContainer({ user: '0' }), 'runs as "0"'],
      [withContainer({ user: '0:1000' }), 'runs as "0:1000"'],
      [withContainer({ user: 'root' }), 'runs as "root"'],
    ],
    breaking: settingInContainers({ user: '0:0' }),
  },
  'container-no-credentials': {
    passes: [
      withContainer({ environment: [{ name: 'AWS_REGION', value: 'ap-northeast-1' }] }),
      withContainer({ secrets: [{ name: 'AWS_ACCESS_KEY_ID', valueFrom: 'arn' }] }),
    ],
    fails: [
      [
        withContainer({ environment: [{ name: 'AWS_ACCESS_KEY_ID', value: 'canary' }] }),
        'has the plain variable AWS_ACCESS_KEY_ID',
      ],
    ],
    breaking: settingInContainers({ environment: [{ name: 'ECS_ENGINE_AUTH_DATA', value: 'canary' }] }),
  },
  'container-logging': {
    passes: [withContainer({ logConfiguration: { logDriver: 'awsfirelens' } })],
    fails: [
      [withContainer({}), 'has no log driver'],
      [withContainer({ logConfiguration: {} }), 'has no log driver'],
    ],
    breaking: settingInContainers({ logConfiguration: undefined }),
  },
};
