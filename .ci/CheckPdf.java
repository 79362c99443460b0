import java.io.FileInputStream;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;

/** Validates PDF files against PDF/A-2a and PDF/UA-1 with veraPDF; exit 1 on any failed rule. */
public class CheckPdf {
    public static void main(String[] files) throws Exception {
        VeraGreenfieldFoundryProvider.initialise();
        boolean clean = files.length > 0;
        for (String file : files) {
            for (String standard : new String[] {"2a", "ua1"}) {
                PDFAFlavour flavour = PDFAFlavour.byFlavourId(standard);
                try (InputStream stream = new FileInputStream(file);
                        var parser = Foundries.defaultInstance().createParser(stream, flavour);
                        var validator = Foundries.defaultInstance().createValidator(flavour, false)) {
                    ValidationResult result = validator.validate(parser);
                    System.out.println((result.isCompliant() ? "ok    " : "FAILED") + " " + standard + " " + file);
                    clean &= result.isCompliant();
                    Map<String, String> failures = new LinkedHashMap<>();
                    for (TestAssertion test : result.getTestAssertions()) {
                        if (test.getStatus() == TestAssertion.Status.FAILED) {
                            String rule = test.getRuleId().getClause() + " test " + test.getRuleId().getTestNumber();
                            failures.putIfAbsent(rule, test.getMessage() + " at " + test.getLocation().getContext());
                        }
                    }
                    failures.forEach((rule, message) -> System.out.println("       " + rule + ": " + message));
                }
            }
        }
        System.exit(clean ? 0 : 1);
    }
}
