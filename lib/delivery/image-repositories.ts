import { EcrLifecyclePolicy } from '@cdktf/provider-aws/lib/ecr-lifecycle-policy';
import { EcrRepository } from '@cdktf/provider-aws/lib/ecr-repository';
import { Construct } from 'constructs';

/** How long an image is kept that no tag names, and that no tagged index of several architectures refers to. */
const UNTAGGED_DAYS = 14;

export interface ImageRepositoriesProps {
  /** Names of the repositories. */
  readonly names: readonly string[];
}

/**
 * The image repositories of an account, which its environments pull from.
 *
 * Tags are immutable: an image that has one keeps it, and the tag never comes to mean another image. `npm run image -- push` tags every
 * image with its commit, so only images without a tag expire. The lifecycle rules of ECR know tags, ages and counts, and not what is
 * running: a rule that counts images or days of tagged ones would remove the one that prod has been running for a year.
 *
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/LifecyclePolicies.html
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-tag-mutability.html
 */
export class ImageRepositories extends Construct {
  /** ARNs of the repositories, in the order of their names. */
  public readonly arns: readonly string[];

  /** What images are pushed to and pulled from, by the name of the repository. */
  public readonly urls: Readonly<Record<string, string>>;

  constructor(scope: Construct, id: string, { names }: ImageRepositoriesProps) {
    super(scope, id);

    const repositories = names.map((name) => {
      const scopeOfOne = new Construct(this, name);
      const repository = new EcrRepository(scopeOfOne, 'repository', {
        name,
        imageTagMutability: 'IMMUTABLE',
        imageScanningConfiguration: { scanOnPush: true },
        // With ECR's own key of KMS, to which whoever may pull needs no right of its own.
        encryptionConfiguration: [{ encryptionType: 'KMS' }],
        // What is running is pulled again whenever a task starts.
        lifecycle: { preventDestroy: true },
      });
      new EcrLifecyclePolicy(scopeOfOne, 'lifecycle', {
        repository: repository.name,
        policy: JSON.stringify(LIFECYCLE),
      });
      return { name, repository };
    });
    this.arns = repositories.map(({ repository }) => repository.arn);
    this.urls = Object.fromEntries(repositories.map(({ name, repository }) => [name, repository.repositoryUrl]));
  }
}

const LIFECYCLE = {
  rules: [
    {
      rulePriority: 1,
      description: `Remove what no tag has named for ${UNTAGGED_DAYS} days`,
      selection: {
        tagStatus: 'untagged',
        countType: 'sinceImagePushed',
        countUnit: 'days',
        countNumber: UNTAGGED_DAYS,
      },
      action: { type: 'expire' },
    },
  ],
};
