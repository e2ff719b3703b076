/** The package ships no declarations. It writes a QueryLanguage into every state of what it is given. */
declare module "asl-validator" {
  export default function validate(definition: object): {
    readonly isValid: boolean;
    readonly errorsText: (separator?: string) => string;
  };
}
