"""A person's record as a FHIR R4 bundle: values in, plain JSON values out. No Condition is ever written."""
