/**
 * Who may use the roles of an account from GitHub Actions, without access keys.
 *
 * @see https://docs.github.com/en/actions/reference/security/oidc
 */
export interface GitHubConfig {
  /** The repositories whose workflows may; usually one, that of this project. */
  readonly repositories: readonly GitHubRepository[];

  /**
   * Whether the account has the provider `token.actions.githubusercontent.com` already, which can be there only once. It is used then,
   * and belongs to whoever created it.
   *
   * @default false - the account stack creates it
   */
  readonly existingProvider?: boolean;
}

/** One repository of GitHub. */
export interface GitHubRepository {
  /** `OWNER/NAME` as GitHub writes it: capital letters count. */
  readonly name: string;

  /**
   * The ids of owner and repository. Tokens of repositories that were created or renamed since 15 July 2026 contain them in the subject,
   * so that nobody who takes over a name gets what was meant for the one who had it. Find them with
   * `gh api repos/OWNER/NAME --jq '.owner.id, .id'`.
   *
   * @default - only subjects without ids are trusted
   * @see https://github.blog/changelog/2026-04-23-immutable-subject-claims-for-github-actions-oidc-tokens/
   */
  readonly ids?: GitHubIds;

  /**
   * Branches whose workflows may check and plan, besides pull requests. Nothing is deployed for the sake of a branch: that takes an
   * environment of GitHub, whose settings say which branches it is for.
   *
   * @default ['main']
   */
  readonly branches?: readonly string[];
}

/** What GitHub counts its owners and repositories by. */
export interface GitHubIds {
  /** Of the user or organization. */
  readonly owner: number;

  /** Of the repository. */
  readonly repository: number;
}
