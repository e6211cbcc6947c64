import type { SynthesizedResource, SynthesizedStack } from './synthesized-stack';

/** What every resource of some types must be like, because public rule sets ask for it. */
export interface PolicyRule {
  /** By which exceptions name it: what it asks for, in a few words with hyphens. */
  readonly id: string;

  /** What it asks for, as a sentence. */
  readonly title: string;

  /**
   * The public rules that ask for it: `FSBP ECS.5`, of AWS Foundational Security Best Practices; `AwsSolutions-ELB2`, of cdk-nag; `CKV_AWS_336`,
   * of checkov; `AVD-AWS-0017`, of trivy.
   */
  readonly sources: readonly [string, ...string[]];

  /** The types of resources, or of parts of them, that it applies to. */
  readonly types: readonly [string, ...string[]];

  /** What is wrong with a resource, in words that follow its name; nothing if it is right. */
  check(resource: SynthesizedResource, stack: SynthesizedStack): string | undefined;
}
