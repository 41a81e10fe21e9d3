import policies from "../policies/reports.whit";

/** What the page asks AWS for: `AssumeRoleWithWebIdentity` takes a policy that narrows the role down. */
export const request = {
  Action: "AssumeRoleWithWebIdentity",
  RoleArn: "arn:aws:iam::111122223333:role/Reports",
  Policy: JSON.stringify(policies.ReportViewer),
};

document.querySelector("#policy").textContent = JSON.stringify(request, null, 2);
