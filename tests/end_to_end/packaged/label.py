"""A label of nobody's medicine, in the form of SPL."""

LABEL = """\
<?xml version="1.0" encoding="UTF-8"?>
<document xmlns="urn:hl7-org:v3">
  <code code="34391-3" codeSystem="2.16.840.1.113883.6.1"/>
  <title>Examplin</title>
  <component><structuredBody>
    <component><section>
      <code code="34073-7" codeSystem="2.16.840.1.113883.6.1"/>
      <title>Drug interactions</title>
      <text><paragraph>Not to be taken with alcohol.</paragraph></text>
    </section></component>
  </structuredBody></component>
</document>
"""
