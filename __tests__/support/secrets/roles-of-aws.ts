import type { InPlace } from './counting-proxy';

/** Has roles be as they are in AWS, where ECS alone may assume them: assuming one is denied, and IAM tells that they may do all. */
export const rolesOfAws: InPlace = (operation, body) => {
  if (operation === 'AssumeRole') {
    return {
      status: 403,
      xml: '<ErrorResponse><Error><Type>Sender</Type><Code>AccessDenied</Code></Error></ErrorResponse>',
    };
  }
  if (operation === 'SimulatePrincipalPolicy') {
    const resources = [...new URLSearchParams(body)].flatMap(([key, arn]) =>
      key.startsWith('ResourceArns.member.')
        ? `<member><EvalResourceName>${arn}</EvalResourceName><EvalResourceDecision>allowed</EvalResourceDecision></member>`
        : [],
    );
    return {
      status: 200,
      xml: `<SimulatePrincipalPolicyResponse><SimulatePrincipalPolicyResult><IsTruncated>false</IsTruncated>
<EvaluationResults><member><EvalActionName>any</EvalActionName><EvalDecision>allowed</EvalDecision>
<ResourceSpecificResults>${resources.join('')}</ResourceSpecificResults></member></EvaluationResults>
</SimulatePrincipalPolicyResult></SimulatePrincipalPolicyResponse>`,
    };
  }
  return undefined;
};
