/**
 * Where Terraform keeps the state of an environment.
 *
 * `local`: a file of this checkout, `.terraform-state/<environment>.tfstate`, which git ignores. For one person trying things
 * out: it is neither shared nor locked against others.
 */
export interface StateBackend {
  /** The kind of backend. */
  readonly type: 'local';
}
