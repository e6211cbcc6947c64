import { setting, without, type Resources, type RuleExample } from './rule-example';

const REPOSITORY = 'aws_ecr_repository';

export const repositoryExamples: Readonly<Record<string, RuleExample>> = {
  'repository-immutable': {
    passes: [repository({ image_tag_mutability: 'IMMUTABLE' })],
    fails: [
      [repository({}), 'lets tags be moved'],
      [repository({ image_tag_mutability: 'MUTABLE' }), 'lets tags be moved'],
    ],
    breaking: setting(REPOSITORY, { image_tag_mutability: 'MUTABLE' }),
  },
  'repository-scanned': {
    passes: [repository({ image_scanning_configuration: { scan_on_push: true } })],
    fails: [
      [repository({}), 'scans no image'],
      [repository({ image_scanning_configuration: [{ scan_on_push: false }] }), 'scans no image'],
    ],
    breaking: setting(REPOSITORY, { image_scanning_configuration: undefined }),
  },
  'repository-encrypted': {
    passes: [repository({ encryption_configuration: [{ encryption_type: 'KMS' }] })],
    fails: [
      [repository({}), 'does not encrypt with a key of KMS'],
      [repository({ encryption_configuration: [{ encryption_type: 'AES256' }] }), 'does not encrypt with a key of KMS'],
    ],
    breaking: setting(REPOSITORY, { encryption_configuration: undefined }),
  },
  'repository-lifecycle': {
    passes: [
      { ...repository({}), aws_ecr_lifecycle_policy: { web: { repository: '${aws_ecr_repository.web.name}' } } },
    ],
    fails: [
      [repository({}), 'keeps every image for ever'],
      [
        { ...repository({}), aws_ecr_lifecycle_policy: { api: { repository: '${aws_ecr_repository.api.name}' } } },
        'keeps every image for ever',
      ],
    ],
    breaking: without('aws_ecr_lifecycle_policy'),
  },
};

function repository(attributes: Readonly<Record<string, unknown>>): Resources {
  return { [REPOSITORY]: { web: attributes } };
}
