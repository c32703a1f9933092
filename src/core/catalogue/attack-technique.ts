/** A tactic of ATT&CK's enterprise matrix: what an attacker is after. */
export interface Tactic {
  readonly id: string;
  readonly name: string;
}

/** The tactics that rules can be about, in the matrix's order: https://attack.mitre.org/tactics/enterprise/ */
export const TACTICS = [
  { id: "TA0042", name: "Resource Development" },
  { id: "TA0001", name: "Initial Access" },
  { id: "TA0002", name: "Execution" },
  { id: "TA0003", name: "Persistence" },
  { id: "TA0004", name: "Privilege Escalation" },
  { id: "TA0005", name: "Defense Evasion" },
  { id: "TA0006", name: "Credential Access" },
  { id: "TA0007", name: "Discovery" },
  { id: "TA0008", name: "Lateral Movement" },
  { id: "TA0009", name: "Collection" },
  { id: "TA0011", name: "Command and Control" },
  { id: "TA0010", name: "Exfiltration" },
  { id: "TA0040", name: "Impact" },
] as const satisfies readonly Tactic[];

/** A technique, or one of the ways in which it is done. */
export interface Technique {
  /** `T1562`, or `T1562.008` where it is a way of doing that. */
  readonly id: string;
  /** A way's name begins with that of its technique: "Impair Defenses: Disable or Modify Cloud Logs". */
  readonly name: string;
  /** Names of the tactics it serves. */
  readonly tactics: readonly TacticName[];
}

type TacticName = (typeof TACTICS)[number]["name"];

/** Id → name and, of a technique that is no part of another, its tactics: https://attack.mitre.org/techniques/enterprise/ */
const NAMES: Readonly<Record<string, readonly [name: string, ...tactics: TacticName[]]>> = {
  T1021: ["Remote Services", "Lateral Movement"],
  "T1021.004": ["SSH"],
  "T1021.007": ["Cloud Services"],
  "T1021.008": ["Direct Cloud VM Connections"],
  T1027: ["Obfuscated Files or Information", "Defense Evasion"],
  T1040: ["Network Sniffing", "Credential Access", "Discovery"],
  T1048: ["Exfiltration Over Alternative Protocol", "Exfiltration"],
  T1059: ["Command and Scripting Interpreter", "Execution"],
  "T1059.009": ["Cloud API"],
  T1069: ["Permission Groups Discovery", "Discovery"],
  "T1069.003": ["Cloud Groups"],
  T1070: ["Indicator Removal", "Defense Evasion"],
  T1074: ["Data Staged", "Collection"],
  "T1074.002": ["Remote Data Staging"],
  T1078: [
    "Valid Accounts",
    "Initial Access",
    "Persistence",
    "Privilege Escalation",
    "Defense Evasion",
  ],
  "T1078.001": ["Default Accounts"],
  "T1078.004": ["Cloud Accounts"],
  T1087: ["Account Discovery", "Discovery"],
  "T1087.004": ["Cloud Account"],
  T1090: ["Proxy", "Command and Control"],
  T1098: ["Account Manipulation", "Persistence", "Privilege Escalation"],
  "T1098.001": ["Additional Cloud Credentials"],
  "T1098.003": ["Additional Cloud Roles"],
  "T1098.004": ["SSH Authorized Keys"],
  "T1098.005": ["Device Registration"],
  "T1098.006": ["Additional Container Cluster Roles"],
  T1110: ["Brute Force", "Credential Access"],
  "T1110.001": ["Password Guessing"],
  "T1110.003": ["Password Spraying"],
  T1119: ["Automated Collection", "Collection"],
  T1133: ["External Remote Services", "Initial Access", "Persistence"],
  T1136: ["Create Account", "Persistence"],
  "T1136.003": ["Cloud Account"],
  T1190: ["Exploit Public-Facing Application", "Initial Access"],
  T1195: ["Supply Chain Compromise", "Initial Access"],
  "T1195.001": ["Compromise Software Dependencies and Development Tools"],
  "T1195.002": ["Compromise Software Supply Chain"],
  T1199: ["Trusted Relationship", "Initial Access"],
  T1201: ["Password Policy Discovery", "Discovery"],
  T1204: ["User Execution", "Execution"],
  "T1204.003": ["Malicious Image"],
  T1213: ["Data from Information Repositories", "Collection"],
  "T1213.006": ["Databases"],
  T1484: ["Domain or Tenant Policy Modification", "Privilege Escalation", "Defense Evasion"],
  "T1484.002": ["Trust Modification"],
  T1485: ["Data Destruction", "Impact"],
  "T1485.001": ["Lifecycle-Triggered Deletion"],
  T1486: ["Data Encrypted for Impact", "Impact"],
  T1489: ["Service Stop", "Impact"],
  T1490: ["Inhibit System Recovery", "Impact"],
  T1491: ["Defacement", "Impact"],
  "T1491.002": ["External Defacement"],
  T1496: ["Resource Hijacking", "Impact"],
  "T1496.001": ["Compute Hijacking"],
  "T1496.002": ["Bandwidth Hijacking"],
  "T1496.003": ["SMS Pumping"],
  "T1496.004": ["Cloud Service Hijacking"],
  T1498: ["Network Denial of Service", "Impact"],
  T1499: ["Endpoint Denial of Service", "Impact"],
  T1518: ["Software Discovery", "Discovery"],
  T1525: ["Implant Internal Image", "Persistence"],
  T1526: ["Cloud Service Discovery", "Discovery"],
  T1528: ["Steal Application Access Token", "Credential Access"],
  T1530: ["Data from Cloud Storage", "Collection"],
  T1531: ["Account Access Removal", "Impact"],
  T1535: ["Unused/Unsupported Cloud Regions", "Defense Evasion"],
  T1537: ["Transfer Data to Cloud Account", "Exfiltration"],
  T1538: ["Cloud Service Dashboard", "Discovery"],
  T1546: ["Event Triggered Execution", "Persistence", "Privilege Escalation"],
  T1548: ["Abuse Elevation Control Mechanism", "Privilege Escalation", "Defense Evasion"],
  "T1548.005": ["Temporary Elevated Cloud Access"],
  T1550: ["Use Alternate Authentication Material", "Defense Evasion", "Lateral Movement"],
  "T1550.001": ["Application Access Token"],
  T1552: ["Unsecured Credentials", "Credential Access"],
  "T1552.001": ["Credentials In Files"],
  "T1552.005": ["Cloud Instance Metadata API"],
  "T1552.007": ["Container API"],
  T1555: ["Credentials from Password Stores", "Credential Access"],
  "T1555.006": ["Cloud Secrets Management Stores"],
  T1556: ["Modify Authentication Process", "Persistence", "Defense Evasion", "Credential Access"],
  "T1556.006": ["Multi-Factor Authentication"],
  "T1556.007": ["Hybrid Identity"],
  "T1556.009": ["Conditional Access Policies"],
  T1557: ["Adversary-in-the-Middle", "Credential Access", "Collection"],
  T1562: ["Impair Defenses", "Defense Evasion"],
  "T1562.001": ["Disable or Modify Tools"],
  "T1562.007": ["Disable or Modify Cloud Firewall"],
  "T1562.008": ["Disable or Modify Cloud Logs"],
  T1565: ["Data Manipulation", "Impact"],
  "T1565.001": ["Stored Data Manipulation"],
  T1566: ["Phishing", "Initial Access"],
  T1567: ["Exfiltration Over Web Service", "Exfiltration"],
  "T1567.002": ["Exfiltration to Cloud Storage"],
  T1572: ["Protocol Tunneling", "Command and Control"],
  T1574: ["Hijack Execution Flow", "Persistence", "Privilege Escalation", "Defense Evasion"],
  T1578: ["Modify Cloud Compute Infrastructure", "Defense Evasion"],
  "T1578.001": ["Create Snapshot"],
  "T1578.002": ["Create Cloud Instance"],
  "T1578.003": ["Delete Cloud Instance"],
  "T1578.004": ["Revert Cloud Instance"],
  "T1578.005": ["Modify Cloud Compute Configurations"],
  T1580: ["Cloud Infrastructure Discovery", "Discovery"],
  T1583: ["Acquire Infrastructure", "Resource Development"],
  "T1583.001": ["Domains"],
  T1584: ["Compromise Infrastructure", "Resource Development"],
  "T1584.001": ["Domains"],
  T1606: ["Forge Web Credentials", "Credential Access"],
  "T1606.002": ["SAML Tokens"],
  T1609: ["Container Administration Command", "Execution"],
  T1610: ["Deploy Container", "Execution", "Defense Evasion"],
  T1613: ["Container and Resource Discovery", "Discovery"],
  T1619: ["Cloud Storage Object Discovery", "Discovery"],
  T1621: ["Multi-Factor Authentication Request Generation", "Credential Access"],
  T1648: ["Serverless Execution", "Execution"],
  T1651: ["Cloud Administration Command", "Execution"],
  T1666: ["Modify Cloud Resource Hierarchy", "Defense Evasion"],
};

/** The technique that a rule's tag names, `attack.t1562.008`; undefined where it names none, or one that is not known here. */
export function techniqueOf(tag: string): Technique | undefined {
  const [, id = "", main = ""] = /^attack\.((t\d{4})(?:\.\d{3})?)$/.exec(tag) ?? [];
  const known = NAMES[id.toUpperCase()];
  const [mainName, ...tactics] = NAMES[main.toUpperCase()] ?? [""];
  if (known === undefined) return undefined;
  const name = id === main ? mainName : `${mainName}: ${known[0]}`;
  return { id: id.toUpperCase(), name, tactics };
}

/** Whether a tag names a technique, known or not. */
export function isTechniqueTag(tag: string): boolean {
  return tag.startsWith("attack.");
}

/** The page that describes a technique. */
export function techniqueLink(id: string): string {
  return `https://attack.mitre.org/techniques/${id.replace(".", "/")}/`;
}
