import * as aws from "@pulumi/aws";
import { ComponentResource, type ComponentResourceOptions, type Output } from "@pulumi/pulumi";
import { PIPELINE_ROLE } from "../../functions/adapters/database/pipeline-role.ts";
import type { StackSettings } from "../config.ts";
import { nameOf } from "../settings/names.ts";
import { allowTcp, type Network } from "./network.ts";

const PORT = 5432;
/** The major version that the embedded database has too. */
const POSTGRES = "18";

/** PostgreSQL on RDS: private, encrypted on disk and on the way, its owner's password kept by RDS in a secret. */
export class Database extends ComponentResource {
  readonly instance: aws.rds.Instance;
  /** The ARN of the secret with the owner's password. RDS makes it and changes it every week. */
  readonly ownerSecret: Output<string>;
  readonly name = "citypulse";
  readonly port = PORT;
  /** The role that the functions sign in as, by IAM's token. */
  readonly role = PIPELINE_ROLE;

  constructor(
    { stack, database, destroy }: StackSettings,
    network: Network,
    options: ComponentResourceOptions,
  ) {
    super("citypulse:platform:Database", "database", {}, options);
    const child = { parent: this };
    const name = nameOf(stack, "database");
    const group = new aws.ec2.SecurityGroup(
      "database",
      { name, description: "The database", vpcId: network.vpcId },
      child,
    );
    allowTcp("functions-to-database", PORT, network.functions.id, group.id, this);
    const subnets = new aws.rds.SubnetGroup("database", { name, subnetIds: network.subnetIds }, child);
    const parameters = new aws.rds.ParameterGroup(
      "database",
      {
        namePrefix: `${name}-`,
        family: `postgres${POSTGRES}`,
        // It is PostgreSQL's default on RDS too, and AWS then keeps its own method: by another, each deployment would
        // find a difference. The instance begins with it either way.
        parameters: [{ name: "rds.force_ssl", value: "1", applyMethod: "pending-reboot" }],
      },
      child,
    );
    this.instance = new aws.rds.Instance(
      "database",
      {
        identifier: name,
        engine: "postgres",
        engineVersion: POSTGRES,
        instanceClass: database.instanceClass,
        allocatedStorage: database.storageGb,
        maxAllocatedStorage: database.maxStorageGb,
        storageType: "gp3",
        storageEncrypted: true,
        dbName: this.name,
        port: PORT,
        username: "citypulse_owner",
        manageMasterUserPassword: true,
        iamDatabaseAuthenticationEnabled: true,
        caCertIdentifier: "rds-ca-rsa2048-g1",
        dbSubnetGroupName: subnets.name,
        parameterGroupName: parameters.name,
        vpcSecurityGroupIds: [group.id],
        publiclyAccessible: false,
        multiAz: database.multiAz,
        autoMinorVersionUpgrade: true,
        backupRetentionPeriod: database.backupDays,
        deleteAutomatedBackups: destroy.database === "delete",
        copyTagsToSnapshot: true,
        deletionProtection: database.deletionProtection,
        skipFinalSnapshot: destroy.database === "delete",
        finalSnapshotIdentifier: `${name}-final`,
        applyImmediately: true,
      },
      child,
    );
    this.ownerSecret = this.instance.masterUserSecrets.apply((secrets) => secrets[0]?.secretArn ?? "");
    this.registerOutputs({ endpoint: this.instance.endpoint });
  }
}
