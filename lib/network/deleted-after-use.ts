/**
 * The lifecycle of what tasks use: it is deleted after the services have left it. In Terraform's own order it would be deleted first,
 * while tasks still need it, and AWS refuses to delete what is in use. It must be in the state before the resource is removed from the
 * configuration.
 *
 * @see https://developer.hashicorp.com/terraform/language/meta-arguments/lifecycle#create_before_destroy
 */
export const DELETED_AFTER_USE = { createBeforeDestroy: true } as const;
