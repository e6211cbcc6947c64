import type { PolicyRule } from './policy-rule';
import { attribute } from './synthesized-stack';

const REPOSITORY = 'aws_ecr_repository';

/** Repositories of images. */
export const repositoryRules: readonly PolicyRule[] = [
  {
    id: 'repository-immutable',
    title: 'A tag of a repository names one image for ever',
    sources: ['FSBP ECR.2', 'CKV_AWS_51', 'AVD-AWS-0031'],
    types: [REPOSITORY],
    check: ({ attributes }) => (attributes.image_tag_mutability === 'IMMUTABLE' ? undefined : 'lets tags be moved'),
  },
  {
    id: 'repository-scanned',
    title: 'Images are scanned when they are pushed',
    sources: ['FSBP ECR.1', 'CKV_AWS_163', 'AVD-AWS-0030'],
    types: [REPOSITORY],
    check: (repository) =>
      attribute(repository, 'image_scanning_configuration', 'scan_on_push') === true ? undefined : 'scans no image',
  },
  {
    id: 'repository-encrypted',
    title: 'Images are encrypted with a key of KMS',
    sources: ['CKV_AWS_136'],
    types: [REPOSITORY],
    check: (repository) =>
      attribute(repository, 'encryption_configuration', 'encryption_type') === 'KMS'
        ? undefined
        : 'does not encrypt with a key of KMS',
  },
  {
    id: 'repository-lifecycle',
    title: 'A repository removes images',
    sources: ['FSBP ECR.3'],
    types: [REPOSITORY],
    check: (repository, stack) =>
      stack.referringTo(repository, 'aws_ecr_lifecycle_policy', 'repository').length > 0
        ? undefined
        : 'keeps every image for ever',
  },
];
